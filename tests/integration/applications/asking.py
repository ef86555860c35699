"""Applications for a level, brought as far as a test needs them by the product's own actions."""

from applications import levels
from applications.actions import levels as actions
from applications.models import LevelApplication
from governance.models import Matter
from les_schemes.models import SchemeVersion
from les_schemes.statuses import SchemeStatus, SignUpStatus
from localities.models import ListSize
from pbc import clock
from tests.cast import FIRST_DAY, Cast
from tests.factories import scheme_at, sign_up_at

CRITERIA = ["Every practice takes part", "A patient sits on the board"]


def a_scheme(cast: Cast, **readings: str) -> SchemeVersion:
    """DacCom with one signed-up practice of 100,000 patients, so that the sums can be read."""
    version = scheme_at(SchemeStatus.OPEN, cast, **readings)
    held = ListSize.objects.held().get(practice=cast.riverside, as_at=FIRST_DAY)
    ListSize.objects.filter(pk=held.pk).update(superseded_at=clock.now())
    ListSize.objects.create(
        practice=cast.riverside,
        as_at=held.as_at,
        registered=100_000,
        source="test",
        recorded_at=clock.now(),
        supersedes=held,
    )
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.riverside)
    return version


def with_criteria(cast: Cast, version: SchemeVersion) -> None:
    for level in (2, 3):
        actions.set_criteria(version=version, level=level, texts=CRITERIA, by=cast.officer)


def begun(cast: Cast, version: SchemeVersion, level: int = 2) -> LevelApplication:
    """A draft of DacCom, nothing shown yet."""
    with_criteria(cast, version)
    return actions.start(version=version, locality=cast.daccom, level=level, by=cast.lead)


def submitted(cast: Cast, version: SchemeVersion, level: int = 2) -> LevelApplication:
    """An application of DacCom with something to show for each criterion."""
    application = begun(cast, version, level)
    actions.give_evidence(
        application=application,
        case="We have met every month since January.",
        evidence={
            criterion.pk: actions.Shown("The minutes show it.")
            for criterion in levels.criteria(version, level)
        },
        by=cast.lead,
    )
    return actions.submit(application=application, by=cast.lead)


def reviewed(cast: Cast, version: SchemeVersion, level: int = 2) -> Matter:
    """An application of DacCom, with evidence, that waits for the Committee."""
    application = submitted(cast, version, level)
    return actions.review(
        application=application,
        findings={
            criterion.pk: actions.Finding(met=True) for criterion in levels.criteria(version, level)
        },
        notes="All is shown.",
        recommends=True,
        by=cast.officer,
    )
