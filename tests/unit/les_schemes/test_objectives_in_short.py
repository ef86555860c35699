import pytest

from les_schemes.objectives_table import in_short


@pytest.mark.parametrize(
    ("pence", "shown"),
    [
        (115_000_000, "£1.15m"),
        (57_500_000, "£575,000"),
        (1_560_000, "£15,600"),
        (107_640_000, "£1,076,400"),
        (200_000_000, "£2m"),
        (115_000_001, "£1,150,000.01"),
        (0, "£0"),
    ],
)
def test_totals_are_written_as_the_source_prints_them(pence, shown):
    assert in_short(pence) == shown
