"""Two people at the same moment: one thing is done, the other is told."""

import pytest

from applications.actions import levels as actions
from applications.models import LevelApplication, LevelCriterion
from applications.statuses import LevelApplicationStatus
from governance.actions import decisions
from governance.models import Decision
from governance.statuses import Outcome
from les_schemes.models import SchemeVersion
from pbc.refusals import Refusal
from tests.cast import Cast, gather
from tests.committee import sitting
from tests.integration.applications.asking import CRITERIA, a_scheme, reviewed
from tests.integration.les_schemes.test_sign_ups_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def version(cast: Cast) -> SchemeVersion:
    return a_scheme(cast)


@pytest.mark.parametrize("attempt", range(3))
def test_criteria_entered_twice_at_once_stand_once(
    cast: Cast, version: SchemeVersion, attempt: int
) -> None:
    def enter(officer: object) -> object:
        return actions.set_criteria(version=version, level=2, texts=CRITERIA, by=officer)

    at_once(lambda: enter(cast.officer), lambda: enter(cast.second_officer))
    assert LevelCriterion.objects.filter(retired_at__isnull=True).count() == len(CRITERIA)


@pytest.mark.parametrize("attempt", range(3))
def test_an_application_is_withdrawn_or_decided_and_never_both(
    cast: Cast, version: SchemeVersion, attempt: int
) -> None:
    room = sitting(cast)
    matter = reviewed(cast, version)
    application = LevelApplication.objects.get()
    chair = room.members["chair"]

    def withdraw() -> object:
        return actions.withdraw(application=application, reason="Not yet", by=cast.lead)

    def decide() -> object:
        ruling = decisions.Ruling(Outcome.AGREED, "It is well shown.")
        return decisions.chairs_action(matter=matter, ruling=ruling, by=chair)

    outcomes = at_once(withdraw, decide)
    assert sum(isinstance(one, Refusal) for one in outcomes) == 1
    application.refresh_from_db()
    assert (application.status == LevelApplicationStatus.AGREED) == Decision.objects.exists()
