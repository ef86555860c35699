"""Attacks on what a document may fetch: nothing but vendored files and what it was handed."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pbc.documents.engine import AddressRefused, AssetFetcher, write_pdf
from pbc.documents.sealing import searchable

PAGE = (
    "<!doctype html><html lang='en'><head><title>T</title>{head}</head><body>{body}</body></html>"
)
SECRET = "canary-8d1f-in-a-file-nobody-may-read"


class Listener:
    """A server on this machine that counts who came, and redirects everyone to a file."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()
    thread.join()


WAYS = {
    "picture": ("", "<img alt='a' src='{address}'>"),
    "picture set": ("", "<img alt='a' srcset='{address} 2x' src='{address}'>"),
    "stylesheet": ("<link rel='stylesheet' href='{address}'>", ""),
    "import": ("<style>@import url({address});</style>", ""),
    "font": (
        "<style>@font-face {{ font-family: x; src: url({address}) }} p {{ font: 1em x }}</style>",
        "<p>text</p>",
    ),
    "background": ("<style>body {{ background: url({address}) }}</style>", "<p>text</p>"),
    "generated content": ("<style>p::before {{ content: url({address}) }}</style>", "<p>text</p>"),
    "list marker": ("<style>li {{ list-style-image: url({address}) }}</style>", "<ul><li>x</ul>"),
    "object": ("", "<object data='{address}'></object>"),
    "embed": ("", "<embed src='{address}'>"),
    "attachment": ("<link rel='attachment' href='{address}'>", ""),
    "attached link": ("", "<a rel='attachment' href='{address}'>text</a>"),
    "picture in a drawing": (
        "",
        "<svg width='9' height='9'><title>t</title>"
        "<image href='{address}' width='9' height='9'/></svg>",
    ),
    "use in a drawing": (
        "",
        "<svg width='9' height='9'><title>t</title><use href='{address}#a'/></svg>",
    ),
    "pattern in a drawing": (
        "",
        "<svg width='9' height='9'><title>t</title><rect width='9' height='9' "
        "fill='url({address}#a)'/></svg>",
    ),
    "base address": ("<base href='{address}/'>", "<img alt='a' src='x.png'>"),
}


def render(way: str, address: str, given: dict[str, bytes] | None = None) -> bytes | None:
    """The PDF, or None where the address was refused."""
    head, body = (part.format(address=address) for part in WAYS[way])
    try:
        return write_pdf(PAGE.format(head=head, body=body), given=given)
    except AddressRefused:
        return None


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_asking_reaches_a_server_on_the_network(way: str, listener: Listener) -> None:
    render(way, f"{listener.address}/redirect")
    assert listener.asked == []


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_asking_reaches_the_address_of_cloud_credentials(way: str) -> None:
    # A socket opened here would raise another error: the suite blocks them.
    render(way, "http://169.254.169.254/latest/meta-data/")


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_asking_brings_a_file_into_the_document(way: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>{SECRET}</text></svg>"
    )
    pdf = render(way, secret.as_uri())
    if pdf is not None:
        assert not any(SECRET.encode() in part for part in searchable(pdf))


@pytest.mark.parametrize(
    "way", ["picture", "stylesheet", "import", "background", "picture in a drawing", "base address"]
)
def test_a_refused_address_stops_the_document_instead_of_leaving_a_gap(way: str) -> None:
    assert render(way, "file:///etc/passwd") is None


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://169.254.169.254/",
        "https://example.org/",
        "ftp://example.org/",
        "data:text/css,body{}",
        "data:image/png;base64," + "A" * 5_000_000,
        "asset:",
        "asset:../engine.py",
        "asset:fonts/../../engine.py",
        "asset:%2e%2e/engine.py",
        "asset:/etc/passwd",
        "asset://etc/passwd",
        "asset:documents.css/../../engine.py",
        "asset:documents.css?x",
        "asset:documents.css#x",
        "asset:fonts/LICENCE.txt",
        "ASSET:documents.css",
        " asset:documents.css",
        "documents.css",
        "",
    ],
    ids=lambda address: address[:40],
)
def test_only_listed_names_are_given_out(address: str) -> None:
    with pytest.raises(AddressRefused):
        AssetFetcher().fetch(address)


def test_listed_names_are_given_out() -> None:
    response = AssetFetcher().fetch("asset:documents.css")
    assert response.content_type == "text/css"
    assert b"@page" in response.read()


def test_what_was_handed_over_is_given_out_and_nothing_else() -> None:
    fetcher = AssetFetcher({"signature.png": b"picture"})
    assert fetcher.fetch("asset:signature.png").read() == b"picture"
    with pytest.raises(AddressRefused):
        fetcher.fetch("asset:other.png")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://169.254.169.254/"])
def test_a_drawing_handed_over_cannot_ask_further(address: str) -> None:
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        f"<image href='{address}' width='9' height='9'/></svg>"
    )
    assert render("picture", "asset:drawing.svg", {"drawing.svg": drawing.encode()}) is None


def test_a_drawing_handed_over_cannot_read_files_as_entities() -> None:
    drawing = (
        "<!DOCTYPE svg [<!ENTITY stolen SYSTEM 'file:///etc/passwd'>]>"
        "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='9'><text>&stolen;</text></svg>"
    )
    pdf = render("picture", "asset:drawing.svg", {"drawing.svg": drawing.encode()})
    if pdf is not None:
        assert not any(b"root:" in part for part in searchable(pdf))
