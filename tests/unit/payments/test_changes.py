"""What differs between two documents of facts, named fact by fact."""

from copy import deepcopy
from typing import Any

import pytest

from payments import changes

FACTS: dict[str, Any] = {
    "scheme": {
        "terms": {"sign_up_deadline": "2007-04-30"},
        "readings": {"withdrawal": "keep"},
        "objectives": [
            {
                "number": 1,
                "terms": {"rate": "1.00"},
                "readings": {"gp_signatures": "all_required"},
            }
        ],
    },
    "localities": [{"code": "DAC", "formed": "2007-04-01", "levels": []}],
    "providers": [
        {
            "code": "E82001",
            "memberships": [{"locality": "DAC", "from": "2007-04-01", "to": None}],
            "lists": [{"as_at": "2007-04-01", "size": 8000}],
            "sign_up": {
                "received": "2007-04-12",
                "accepted": "2007-04-20",
                "withdrawn": None,
                "eligible_gps": 5,
                "signed_gps": 4,
            },
            "reports": [],
        },
        {
            "code": "E82002",
            "memberships": [],
            "lists": [{"as_at": "2007-04-01", "size": 1}],
            "sign_up": None,
            "reports": [],
        },
    ],
    "mergers": [],
    "paid": [],
}


def after(change: Any) -> list[tuple[str, str, str, str]]:
    """What a change of the facts above is called."""
    changed = deepcopy(FACTS)
    change(changed)
    return [
        (found.kind, found.code, found.before, found.after)
        for found in changes.between(FACTS, changed)
    ]


def practice(number: int, **values: Any) -> Any:
    return lambda facts: facts["providers"][number].update(values)


DAC = {"locality": "DAC", "from": "2007-04-01", "to": None}
WAT = {"locality": "WAT", "from": "2007-10-01", "to": None}


def listed(number: int, size: int) -> Any:
    return practice(number, lists=[{"as_at": "2007-04-01", "size": size}])


def sign_up(**values: Any) -> Any:
    return lambda facts: facts["providers"][0]["sign_up"].update(values)


def test_the_same_facts_do_not_differ() -> None:
    assert after(lambda facts: None) == []


def test_what_was_paid_meanwhile_is_no_change() -> None:
    assert after(lambda facts: facts["paid"].append({"payee": "E82001"})) == []


@pytest.mark.parametrize(
    "change, expected",
    [
        (listed(0, 7900), ("List size", "E82001", "8,000 patients", "7,900 patients")),
        (practice(0, memberships=[]), ("Locality", "E82001", "DAC", "alone")),
        (practice(1, memberships=[DAC]), ("Locality", "E82002", "alone", "DAC")),
        (
            practice(0, memberships=[DAC | {"to": "2007-10-01"}, WAT]),
            ("Locality", "E82001", "DAC", "DAC until 2007-10-01, WAT from 2007-10-01"),
        ),
        (
            sign_up(withdrawn="2008-01-01"),
            (
                "Sign-up withdrawn",
                "E82001",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-20",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-20, withdrawn 2008-01-01",
            ),
        ),
        (
            lambda facts: facts["mergers"].append(
                {"predecessors": ["E82002"], "successor": "E82001", "on": "2007-10-01"}
            ),
            ("Merger", "E82001", "", "took the place of E82002 on 2007-10-01"),
        ),
        (practice(0, reports=["2007-04"]), ("Reports", "E82001", "", "2007-04")),
        (
            sign_up(signed_gps=5),
            (
                "GP signatures",
                "E82001",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-20",
                "5 of 5 GPs, received 2007-04-12, accepted 2007-04-20",
            ),
        ),
        (
            sign_up(accepted="2007-04-21"),
            (
                "Sign-up",
                "E82001",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-20",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-21",
            ),
        ),
        (
            practice(0, sign_up=None),
            (
                "Sign-up no longer counts",
                "E82001",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-20",
                "not signed up",
            ),
        ),
        (
            practice(1, sign_up=FACTS["providers"][0]["sign_up"]),
            (
                "Sign-up accepted",
                "E82002",
                "not signed up",
                "4 of 5 GPs, received 2007-04-12, accepted 2007-04-20",
            ),
        ),
        (lambda facts: facts["providers"].pop(), ("Provider gone", "E82002", "1 patients", "")),
        (
            lambda facts: facts["providers"].append({**FACTS["providers"][1], "code": "E82003"}),
            ("Provider added", "E82003", "", "1 patients"),
        ),
        (
            lambda facts: facts["localities"].append(
                {"code": "NEW", "formed": "2007-06-01", "levels": []}
            ),
            ("Locality added", "NEW", "", "formed 2007-06-01"),
        ),
        (
            lambda facts: facts["localities"][0].update(formed="2007-05-01"),
            ("Locality formed", "DAC", "2007-04-01", "2007-05-01"),
        ),
        (
            lambda facts: facts["localities"][0].update(
                levels=[{"level": 2, "decided": "2007-06-28"}]
            ),
            ("Level", "DAC", "", "2 from 2007-06-28"),
        ),
        (
            lambda facts: facts["scheme"]["objectives"][0]["terms"].update(rate="1.10"),
            ("Term", "rate of objective 1", "1.00", "1.10"),
        ),
        (
            lambda facts: facts["scheme"]["readings"].update(withdrawal="stop_and_review"),
            ("Reading", "withdrawal", "keep", "stop_and_review"),
        ),
    ],
)
def test_each_change_has_its_name(change: Any, expected: tuple[str, str, str, str]) -> None:
    assert after(change) == [expected]


def test_a_locality_that_is_gone_is_named() -> None:
    found = after(lambda facts: facts["localities"].clear())
    assert found == [("Locality gone", "DAC", "formed 2007-04-01", "")]


def test_changes_are_counted_by_kind_the_most_first() -> None:
    found = [changes.Change(kind, "", "", "") for kind in ("b", "a", "b", "c")]
    assert changes.count_by_kind(found) == [("b", 2), ("a", 1), ("c", 1)]
