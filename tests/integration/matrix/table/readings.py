"""Readings: the register and what others would come to, for those who read the money; a change
is put forward by an officer of who leads the scheme."""

from tests.integration.matrix.rows import form, page

_READS = "readers far_readers committee far_secretary far_member"

ROWS = [
    page("les_schemes:readings-register", may=_READS, rest=403),
    page("les_schemes:readings-of-scheme", "scheme", may=_READS, rest=403),
    form(
        "les_schemes:readings-assume",
        "scheme",
        may="officer",
        rest=403,
        data={
            "sign_up_share": "80",
            "late_share": "0",
            "months_reported": "12",
            "level": "1",
            "budget_per_patient_pence": "100.00",
            "saving_share": "10",
            "overspending_share": "0",
        },
    ),
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
