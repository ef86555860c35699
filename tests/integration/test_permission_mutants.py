"""The matrix notices when a permission is gone: each is taken away in turn.

In the suite every guard is opened to anybody, and a handful of the others is taken; the soak run
takes every check, every sight and every weaker guard.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.matrix import mutants
from tests.integration.matrix.mutants import Callers, Mutant, noticed, rows_of_view
from tests.integration.matrix.table import ROWS
from tests.integration.matrix.walking import Walk, plainly, standing

pytestmark = pytest.mark.django_db

CHECKS, SIGHTS, WEAKER = mutants.checks(), mutants.sights(), mutants.weaker_guards()

# Behind something else that says no first, so that no page can show that these are gone. Each is
# tried on its action, in the tests of its room.
_COMMAND = "asked at the command line or by the system only"
_FORM = "the form offers nothing else, and is refused with 422 before"
BEHIND: dict[str, str] = {
    "accounts.check_can_begin": _COMMAND,
    "localities.check_can_establish_commissioner": _COMMAND,
    "les_schemes.check_can_send_reminders": _COMMAND,
    "les_schemes.check_can_remind_of_reports": _COMMAND,
    "les_schemes.check_can_see_refused_data": "the guard asks for the same roles",
    "localities.check_can_import": _FORM,
    "localities.check_can_form_locality": _FORM,
    "localities.check_can_name_commissioner": "the guard asks for the same role",
    "accounts.check_can_accept": "the page of the link tells whose it is before",
}

# Mutant: the address that shows it.
HANDFUL = {
    "les_schemes.check_can_accept": "les_schemes:sign-up-accept",
    "les_schemes.check_can_sign_as_gp": "les_schemes:sign-up-sign",
    "payments.check_can_approve_run": "payments:run-approve",
    "accounts.check_can_administer": "accounts:person-disable",
    "SignUpQuerySet.visible_to": "les_schemes:sign-up",
    "LineQuerySet.visible_to": "payments:line",
    "pbc.jobs.visible_to": "pbc:job",
    "payments.views.runs.RunApprove without new proof": "payments:run-approve",
    "payments.views.runs.RunDetail for any role": "payments:run",
}


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    with standing(django_db_blocker) as walk, plainly():
        yield walk


@pytest.fixture(scope="module")
def callers(walk: Walk) -> Callers:
    codes = {mutant.code for mutant in (*CHECKS, *SIGHTS) if mutant.code}
    return Callers(walk, codes)


def in_suite(found: list[Mutant]) -> list[Any]:
    """The handful runs always, the others in the soak run."""
    return [
        pytest.param(
            mutant, id=str(mutant), marks=[] if str(mutant) in HANDFUL else pytest.mark.soak
        )
        for mutant in found
    ]


def test_the_handful_exists() -> None:
    named = {str(mutant) for mutant in (*CHECKS, *SIGHTS, *WEAKER)}
    assert named >= HANDFUL.keys() | BEHIND.keys()


def test_every_guard_opened_to_anybody_is_noticed(walk: Walk) -> None:
    unnoticed = [
        str(mutant)
        for mutant in mutants.open_guards()
        if not noticed(walk, mutant, rows_of_view(mutant.view))
    ]
    assert unnoticed == []


@pytest.mark.parametrize("mutant", in_suite(WEAKER))
def test_a_weaker_guard_is_noticed(walk: Walk, mutant: Mutant) -> None:
    assert noticed(walk, mutant, rows_of_view(mutant.view))


@pytest.mark.parametrize("mutant", in_suite([*CHECKS, *SIGHTS]))
def test_a_check_or_sight_that_is_gone_is_noticed(
    walk: Walk, request: pytest.FixtureRequest, mutant: Mutant
) -> None:
    if str(mutant) in BEHIND:
        pytest.skip(BEHIND[str(mutant)])
    if str(mutant) in HANDFUL:
        rows = [row for row in ROWS if row.name == HANDFUL[str(mutant)]]
    else:
        callers: Callers = request.getfixturevalue("callers")
        rows = callers.rows[mutant.code]
    assert noticed(walk, mutant, rows)
