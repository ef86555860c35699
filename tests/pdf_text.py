"""The words of a PDF file, as whoever opens it reads them."""

import io

import pypdf


def words_of(pdf: bytes) -> str:
    """Every page in one line, so that a sentence is found wherever it was broken."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
