"""Decision letters: previewed, sealed and sent once; kept by whom they tell, as a PDF."""

from tests import pdf_ua
from tests.browser.visitor import Visitor
from tests.pdf_text import words_of

SEALED = "The letter is sealed, kept and sent."


def send(secretary: Visitor, number: int, to: str) -> None:
    """The letter of a decision to an organisation, from what waits on the secretary."""
    secretary.open("/")
    secretary.link(f"Letter of decision {number}")
    secretary.link(f"Preview the letter to {to}")
    secretary.sees("Not sent yet.", "Write to the Committee")
    secretary.press("Seal and send it")
    secretary.press("Seal and send the letter")
    secretary.sees(SEALED)


def keep(reader: Visitor, number: int, to: str) -> str:
    """Open what the e-mail leads to, and keep the letter: its words."""
    reader.open(reader.letter(f"Decision {number}:"))
    return saved(reader, f"PDF of the letter to {to}")


def saved(reader: Visitor, link: str) -> str:
    """Keep the PDF that a link gives, which is accessible: its words."""
    pdf = reader.save(link)
    assert pdf_ua.faults(pdf) == []
    return words_of(pdf)


def says(words: str, *wanted: str) -> None:
    """All of it stands in a document."""
    missing = [each for each in wanted if each not in words]
    assert missing == [], f"{missing} in: {words}"
