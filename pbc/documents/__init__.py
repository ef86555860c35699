"""Documents: PDF files and their screen twins from one template, sealed where people rely on them.

``render_pdf`` makes a PDF for one request; ``issue`` makes one that is kept, sealed and can be
verified by whoever holds a copy.
"""

from pbc.documents.issuing import Evidence, about, examine, issue, pdf_of, screen_body
from pbc.documents.rendering import (
    DocumentsUnavailable,
    missing,
    pdf_response,
    render_pdf,
)

__all__ = [
    "DocumentsUnavailable",
    "Evidence",
    "about",
    "examine",
    "issue",
    "missing",
    "pdf_of",
    "pdf_response",
    "render_pdf",
    "screen_body",
]
