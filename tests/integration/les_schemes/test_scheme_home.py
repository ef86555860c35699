"""A draft waits for an officer to open it."""

from les_schemes.actions import designing, schemes
from les_schemes.home import sign_ups_waiting_on
from les_schemes.statuses import SchemeStatus
from tests import designs
from tests.factories import approved, scheme_at


def titles(user) -> list[str]:
    return [item.title for item in sign_ups_waiting_on(user)]


def test_a_draft_waits_for_the_officers_of_its_commissioner_alone(cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)

    assert titles(cast.officer) == ["Consult on PBC LES 2007/08"]
    for other in (cast.watford_officer, cast.riverside_manager, cast.preparer):
        assert titles(other) == []

    designing.consult(version=version, asked=designs.LMC_ASKED, by=cast.officer)
    schemes.record_consultation(version=version, by=cast.officer)
    # Who took part in the design is not asked to approve it.
    assert titles(cast.officer) == []
    assert titles(cast.second_officer) == ["Approve PBC LES 2007/08"]
    approved(version, cast)
    assert titles(cast.officer) == ["Open PBC LES 2007/08 for sign-up"]


def test_an_open_scheme_waits_for_no_officer(cast):
    scheme_at(SchemeStatus.OPEN, cast)

    assert titles(cast.officer) == []
