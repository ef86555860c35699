"""Readings: the register and what others would come to, for those who read the money; a change
is put forward by an officer of who leads the scheme."""

from tests.integration.matrix.rows import form, page

_READS = "readers far_readers committee far_secretary far_member"

ROWS = [
    page("les_schemes:readings-register", may=_READS, rest=403),
    page("les_schemes:readings-of-scheme", "scheme", may=_READS, rest=403),
    page("les_schemes:reading", "reading", may=_READS, rest=403),
    form(
        "les_schemes:reading-propose",
        "other reading",
        may="officer",
        rest=403,
        data={"why": "One GP is abroad."},
        sensitive=True,
    ),
    page("les_schemes:reading-change", "reading change", may="readers committee"),
]
