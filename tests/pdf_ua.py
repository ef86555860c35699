"""A reader's check of PDF/UA-1 (ISO 14289-1), for the clauses that our documents can break.

It reads the file back with pypdf and knows nothing of how it was made. It is a subset: what it
passes is "checked for the clauses below", not certified.
"""

import io
from collections.abc import Iterator
from typing import Any

import pypdf

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
HIDDEN = 2


def faults(pdf: bytes) -> list[str]:
    """What is wrong, one sentence each; an empty list if nothing is."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    return [
        *_of_catalogue(pdf, root),
        *_of_metadata(root),
        *_of_structure(list(elements(root["/StructTreeRoot"]))),
        *_of_tables(root["/StructTreeRoot"]),
        *_of_pages(reader),
        *_of_fonts(reader),
    ]


def elements(node: Any) -> Iterator[Any]:
    """Every structure element under a node, in reading order."""
    children = node.get("/K", [])
    for reference in children if isinstance(children, list) else [children]:
        child = reference.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from elements(child)


def _of_catalogue(pdf: bytes, root: Any) -> Iterator[str]:
    if not pdf.startswith(b"%PDF-1."):
        yield "6.1: the header is not of PDF 1"
    if root.get("/Version", "/1.7") > "/1.7":
        yield f"6.1: the catalogue calls itself version {root['/Version']}"
    if not _is_true(root.get("/MarkInfo", {}).get("/Marked")):
        yield "7.1: not marked as tagged"
    if _is_true(root.get("/MarkInfo", {}).get("/Suspects")):
        yield "7.1: suspects"
    if not _is_true(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")):
        yield "7.1: the title is not displayed"
    if not root.get("/Lang"):
        yield "7.2: no language"


def _is_true(value: Any) -> bool:
    return value is not None and value.value is True


def _of_metadata(root: Any) -> Iterator[str]:
    text = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    if 'pdfuaid:part="1"' not in text:
        yield "5: the metadata does not claim PDF/UA-1"
    if "dc:title" not in text:
        yield "7.1: no title in the metadata"


def _of_structure(found: list[Any]) -> Iterator[str]:
    level = 0
    for element in found:
        kind = element["/S"]
        if kind in HEADINGS:
            if HEADINGS.index(kind) > level:
                yield f"7.4.2: {kind} after level {level}"
            level = HEADINGS.index(kind) + 1
        if kind == "/Figure" and not element.get("/Alt"):
            yield "7.3: a figure without alternative text"
        if kind == "/L":
            for child in element["/K"]:
                if child.get_object()["/S"] not in {"/LI", "/Caption", "/L"}:
                    yield f"7.6: {child.get_object()['/S']} inside a list"


def _of_tables(root: Any) -> Iterator[str]:
    indexed = set()
    for leaf in root.get("/IDTree", {}).get("/Kids", []):
        indexed |= set(leaf.get_object()["/Names"][::2])
    for table in [item for item in elements(root) if item["/S"] == "/Table"]:
        cells = list(elements(table))
        headers = {cell["/ID"] for cell in cells if cell["/S"] == "/TH"}
        if not headers <= indexed:
            yield "7.5: a header cell is missing from the index of identifiers"
        for cell in cells:
            attributes = cell.get("/A", {})
            if cell["/S"] == "/TH" and attributes.get("/Scope") not in {"/Row", "/Column"}:
                yield "7.5: a header cell without scope"
            if cell["/S"] == "/TD" and not set(attributes.get("/Headers", [])) <= headers:
                yield "7.5: a cell names a header that is not there"


def _of_pages(reader: pypdf.PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"7.18.3: page {number} does not tab in the order of its structure"
        for reference in page.get("/Annots", []):
            annotation = reference.get_object()
            hidden = annotation.get("/F", 0) & HIDDEN
            if not hidden and "/StructParent" not in annotation:
                yield f"7.18.1: an annotation of page {number} is not in the structure"
            if annotation["/Subtype"] == "/Link" and not annotation.get("/Contents"):
                yield f"7.18.5: a link of page {number} has no description"
            if annotation["/Subtype"] == "/Widget" and not annotation.get("/TU"):
                yield f"7.18.4: a field of page {number} has no readable name"


def _of_fonts(reader: pypdf.PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            if "/ToUnicode" not in font:
                yield f"7.21.7: {font['/BaseFont']} does not map to Unicode"
            for descendant in font.get("/DescendantFonts", [font]):
                descriptor = descendant.get_object()["/FontDescriptor"]
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys():
                    yield f"7.21.4: {font['/BaseFont']} is not embedded"
