import importlib
import io
from typing import Any

import pypdf
import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string

from pbc.documents import DocumentsUnavailable, engine, missing, pdf_response, rendering
from tests import pdf_ua

BODY = """
<h2>The practice</h2>
<table class="nhsuk-table document-facts">
  <caption class="nhsuk-table__caption">Who and where</caption>
  <tbody>
    <tr><th scope="row">Practice</th><td>Alder House Surgery</td></tr>
    <tr><th scope="row">Patients</th><td>8,205</td></tr>
  </tbody>
</table>
<h3>What it pays</h3>
<table class="nhsuk-table">
  <caption class="nhsuk-table__caption">Objectives</caption>
  <thead><tr><th scope="col">Objective</th><th scope="col">Payment</th></tr></thead>
  <tbody><tr><td>Capitation</td><td class="nhsuk-table__cell--numeric">£8,205.00</td></tr></tbody>
  <tfoot><tr><th scope="row">Total</th><td>£8,205.00</td></tr></tfoot>
</table>
<ul><li>first</li><li>second</li></ul>
<svg width="10" height="10"><title>A green square</title><rect width="10" height="10"/></svg>
"""


def document(body: str = BODY, **more: Any) -> bytes:
    html = render_to_string(
        "documents/base.html",
        {
            "title": "Agreement of Alder House Surgery",
            "language": "en-GB",
            "publisher": "Oakshire Primary Care Trust",
            "document_body": "documents/body.html",
            "rendered_body": engine_safe(body),
            **more,
        },
    )
    return engine.write_pdf(html)


def engine_safe(body: str) -> Any:
    from django.utils.safestring import mark_safe

    return mark_safe(body)


def test_a_document_breaks_no_clause_of_pdf_ua_that_our_reader_knows() -> None:
    assert pdf_ua.faults(document()) == []


def test_the_reader_finds_a_picture_without_alternative_text() -> None:
    without = BODY.replace("<title>A green square</title>", "")
    assert pdf_ua.faults(document(without)) == ["7.3: a figure without alternative text"]


def test_the_reader_finds_a_heading_level_left_out() -> None:
    skipping = BODY.replace("<h3>What it pays</h3>", "<h4>What it pays</h4>")
    assert pdf_ua.faults(document(skipping)) == ["7.4.2: /H4 after level 2"]


def test_a_document_says_its_title_language_and_publisher() -> None:
    reader = pypdf.PdfReader(io.BytesIO(document()))
    assert reader.metadata is not None
    assert reader.metadata.title == "Agreement of Alder House Surgery"
    assert reader.metadata.author == "Oakshire Primary Care Trust"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_the_text_can_be_read_back_from_the_pdf() -> None:
    text = pypdf.PdfReader(io.BytesIO(document())).pages[0].extract_text()
    assert "Alder House Surgery" in text
    assert "£8,205.00" in text
    assert "Page 1 of 1" in text


def test_only_the_vendored_font_is_used() -> None:
    page = pypdf.PdfReader(io.BytesIO(document())).pages[0]
    names = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
    assert all("Document-Sans" in name or "Liberation" in name for name in names), names


def test_header_cells_say_whether_they_head_a_row_or_a_column() -> None:
    root = pypdf.PdfReader(io.BytesIO(document())).trailer["/Root"]
    scopes = [
        item["/A"]["/Scope"]
        for item in pdf_ua.elements(root["/StructTreeRoot"])
        if item["/S"] == "/TH"
    ]
    assert scopes == ["/Row", "/Row", "/Column", "/Column", "/Row"]


def test_a_long_table_repeats_its_head_but_not_its_total() -> None:
    rows = "".join(f"<tr><td>Practice {n}</td><td>£{n}.00</td></tr>" for n in range(80))
    pdf = document(
        "<h2>Lines</h2><table><thead><tr><th scope='col'>Payee</th><th scope='col'>Due</th></tr>"
        f"</thead><tbody>{rows}</tbody><tfoot><tr><th scope='row'>Grand total</th><td>£1</td></tr>"
        "</tfoot></table>"
    )
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 1
    assert all("Payee" in text for text in texts)
    assert sum(text.count("Grand total") for text in texts) == 1
    assert pdf_ua.faults(pdf) == []


def test_every_page_of_a_sealed_document_bears_its_reference() -> None:
    rows = "".join(f"<p>Paragraph {number}</p>" for number in range(80))
    reader = pypdf.PdfReader(io.BytesIO(document(rows, reference="1d2c-reference")))
    assert len(reader.pages) > 1
    assert all("1d2c-reference" in page.extract_text() for page in reader.pages)


def test_render_pdf_makes_a_pdf_of_a_body_template() -> None:
    item = {"who": "Dr Ada Okafor", "what": "The sheet", "when": "12 April 2007, 10:14"}
    pdf = rendering.render_pdf("documents/_evidence.html", {"evidence": [item]}, title="Signatures")
    assert "Dr Ada Okafor" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_what_a_person_typed_cannot_become_markup() -> None:
    item = {"who": "<img src='file:///etc/passwd'>", "what": "</td><b>", "when": "now"}
    pdf = rendering.render_pdf(
        "documents/_evidence.html", {"evidence": [item]}, title="<script>Signatures</script>"
    )
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert "file:///etc/" in reader.pages[0].extract_text()
    assert reader.metadata is not None
    assert reader.metadata.title == "<script>Signatures</script>"


def test_a_pdf_made_for_one_request_is_a_download_that_nothing_keeps() -> None:
    response: HttpResponse = pdf_response(b"%PDF-1.7", name='Statement "July" /2007.pdf')
    assert response["Content-Disposition"] == 'attachment; filename="Statement_July_2007.pdf"'
    assert response["Cache-Control"] == "private, no-store"


def test_nothing_is_missing_here() -> None:
    assert missing() is None


def test_without_pango_the_refusal_names_the_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_pango(name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(importlib, "import_module", without_pango)
    assert missing() == ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    with pytest.raises(DocumentsUnavailable) as refusal:
        rendering.render_pdf("documents/_evidence.html", {}, title="Signatures")
    assert "apt-get install -y libpango-1.0-0" in refusal.value.message
