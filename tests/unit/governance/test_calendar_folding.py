"""Lines of a calendar are at most 75 octets and are put together again unchanged."""

from governance.calendar_feed import folded


def test_a_long_line_is_folded_by_octets_and_never_inside_a_character() -> None:
    line = "DESCRIPTION:" + "Bürgermeister–Straße " * 20
    pieces = "".join(folded([line])).split("\r\n")[:-1]
    assert len(pieces) > 1
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_a_line_of_exactly_75_octets_stays_whole() -> None:
    assert list(folded(["X" * 75])) == ["X" * 75 + "\r\n"]
    assert list(folded(["X" * 76])) == ["X" * 75 + "\r\n", " X\r\n"]
