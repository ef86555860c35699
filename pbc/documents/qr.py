"""A QR code as the path of a drawing, so that paper leads back to the page that checks it."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


@dataclass(frozen=True)
class Drawing:
    """``path`` fills the dark modules of a square ``size`` modules wide."""

    text: str
    size: int
    path: str


def drawing(text: str) -> Drawing:
    """The QR code of a text, without its quiet zone: leave four modules free around it."""
    code = QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Drawing(text, len(rows), path)
