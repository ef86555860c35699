"""WeasyPrint itself: the only module that imports it, so the rest works where Pango is missing.

Reached through ``rendering`` alone, which says what is missing when this import fails.
"""

import mimetypes
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSETS = Path(__file__).resolve().parent / "assets"
SCHEME = "asset:"
VENDORED = frozenset(
    {
        "documents.css",
        "fonts/LiberationSans-Regular.ttf",
        "fonts/LiberationSans-Bold.ttf",
        "fonts/LiberationSans-Italic.ttf",
    }
)

# Pango's font maps are not safe to share between threads that lay out at the same time.
_one_at_a_time = threading.Lock()


class AddressRefused(ValueError):
    """A document asked for something outside the allow-list; nothing was fetched."""


class AssetFetcher(URLFetcher):
    """Gives out vendored files and what the caller handed over; never opens anything else.

    There is no network, file or ``data:`` access to switch off: ``fetch`` looks the whole address
    up in an allow-list and never reaches the parent's openers.
    """

    def __init__(self, given: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
        self.given = dict(given or {})
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if name == url or (name not in VENDORED and name not in self.given):
            self.refused.append(f"Documents may not fetch {url[:200]!r}.")
            raise AddressRefused(self.refused[-1])
        content = self.given[name] if name in self.given else (ASSETS / name).read_bytes()
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, {"Content-Type": content_type})

    def open(self, url: Any, data: Any = None, timeout: Any = None) -> URLFetcherResponse:
        return self.fetch(getattr(url, "full_url", url))


def write_pdf(html: str, *, given: Mapping[str, bytes] | None = None) -> bytes:
    """Lay out and write a tagged PDF/UA-1; raises AddressRefused for anything not vendored."""
    fetcher = AssetFetcher(given)
    with _one_at_a_time:
        stylesheet, fonts = _house_style()
        try:
            pdf: bytes = weasyprint.HTML(
                string=html, base_url=SCHEME, url_fetcher=fetcher
            ).write_pdf(
                stylesheets=[stylesheet],
                font_config=fonts,
                finisher=_finish_tables,
                pdf_variant="pdf/ua-1",
                pdf_tags=True,
                custom_metadata=True,
            )
        except FatalURLFetchingError as error:
            # It derives from BaseException and would pass every handler above.
            raise AddressRefused(fetcher.refused[-1]) from error
    # What a drawing asks for is only logged by WeasyPrint: a gap must not pass for a document.
    if fetcher.refused:
        raise AddressRefused(fetcher.refused[-1])
    return pdf


@cache
def _house_style() -> tuple[weasyprint.CSS, FontConfiguration]:
    fonts = FontConfiguration()
    stylesheet = weasyprint.CSS(
        url=f"{SCHEME}documents.css", url_fetcher=AssetFetcher(), font_config=fonts
    )
    return stylesheet, fonts


def _finish_tables(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Write what WeasyPrint 70 leaves out of tagged tables: the headers' scope and their index.

    A header beside data cells in its row heads the row; any other heads its column.
    """
    elements = {
        item.number: item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
    }
    named = []
    for row in [item for item in elements.values() if item["S"] == "/TR"]:
        cells = [elements[_number(reference)] for reference in row["K"]]
        beside_data = any(cell["S"] == "/TD" for cell in cells)
        for cell in cells:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Row" if beside_data else "/Column"
    for item in elements.values():
        if "ID" in item:
            named.append((item["ID"].string, item))
    if named:
        names = pydyf.Array()
        for name, item in sorted(named, key=lambda pair: pair[0].encode()):
            names.extend([pydyf.String(name), item.reference])
        root = next(
            item
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructTreeRoot"
        )
        limits = pydyf.Array([names[0], names[-2]])
        leaf = pydyf.Dictionary({"Limits": limits, "Names": names})
        pdf.add_object(leaf)
        root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
