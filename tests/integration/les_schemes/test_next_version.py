"""A next version made from a published one, and what changed between the two (SM-01, R1-012)."""

from datetime import date

import pytest
from django.urls import reverse

from les_schemes import differences
from les_schemes.actions import designing
from les_schemes.definitions import definition_of
from les_schemes.design.objectives import digest
from les_schemes.models import ReadingChoice, SchemeVersion, StatementTerms
from les_schemes.statuses import SchemeStatus
from pbc.financial_year import FinancialYear
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs
from tests.cast import sign_in
from tests.factories import opened, scheme_at

pytestmark = pytest.mark.django_db

NEXT = FinancialYear(2008)
LAST_DAY = date(2008, 4, 30)


@pytest.fixture
def cast():
    return the_cast.gather()


def make_next(version, cast, year=NEXT, last_day=LAST_DAY):
    return designing.make_next(
        version=version, financial_year=year, last_day=last_day, by=cast.officer
    )


def said(before, after):
    """What differs, by the title of its part: title, before, after."""
    return {
        part.title: [(one.title, one.before, one.after) for one in part.differences]
        for part in differences.between(before, after)
    }


DATES = "Its year, its dates and who provides it"
PAYS = "What it pays, and how it is read"
WORDS = "How it is worded"


def test_a_next_version_says_the_same_of_another_year(client, cast):
    version = designs.with_objectives(cast)
    designing.share_costs(
        version=version, shares={cast.dacorum: 60_00, cast.watford: 40_00}, by=cast.officer
    )
    version = opened(version, cast)
    sign_in(client, cast.officer)
    page = reverse("les_schemes:scheme-next", args=[version.pk])
    assert client.get(page).status_code == 200

    made = client.post(
        page,
        {
            "financial_year": "2008",
            "last_day_day": "30",
            "last_day_month": "4",
            "last_day_year": "2008",
        },
    )

    draft = SchemeVersion.objects.get(follows=version)
    assert made.url == reverse("les_schemes:scheme-design", args=[draft.pk])
    assert (draft.status, draft.number, str(draft)) == (
        SchemeStatus.DRAFT,
        1,
        "Stop smoking clinics 2008/09",
    )
    assert not draft.consultations.exists()
    assert list(draft.partners.all()) == [cast.watford]
    # Whoever makes it takes part in its design.
    assert [one.person for one in draft.designers.all()] == [cast.officer.person_id]
    assert said(version, draft) == {
        DATES: [
            ("Financial year", "2007/08", "2008/09"),
            ("Last day to sign up", "29 June 2007", "30 April 2008"),
        ]
    }
    assert ReadingChoice.objects.filter(version=draft, objective=0).count() == 3


def test_a_version_of_fixed_rules_keeps_its_terms_and_readings(cast):
    version = scheme_at(SchemeStatus.OPEN, cast, gp_signatures="pro_rata")

    draft = make_next(version, cast)

    assert draft.rules == version.rules
    assert draft.terms == {**version.terms, "sign_up_deadline": "2008-04-30"}
    assert draft.readings == version.readings
    terms = StatementTerms.objects.get(version=draft)
    assert (terms.opens_on, terms.due_on) == (date(2009, 3, 1), date(2009, 3, 31))
    assert definition_of(draft).financial_year == 2008
    assert set(said(version, draft)) == {DATES}
    # It goes the whole way to open beside the year before.
    assert opened(draft, cast).status == SchemeStatus.OPEN


def test_for_the_same_year_it_is_the_next_number(cast):
    version = scheme_at(SchemeStatus.OPEN, cast)

    draft = make_next(version, cast, FinancialYear(2007), date(2007, 5, 31))

    assert draft.number == version.number + 1
    with pytest.raises(NotNow, match="was not published"):
        make_next(draft, cast)
    with pytest.raises(BadInput, match="or a later year"):
        make_next(version, cast, FinancialYear(2006), date(2006, 5, 31))
    with pytest.raises(BadInput, match="up to the end of the year"):
        make_next(version, cast, NEXT, date(2009, 4, 1))
    with pytest.raises(NotPermitted):
        designing.make_next(
            version=version, financial_year=NEXT, last_day=LAST_DAY, by=cast.watford_officer
        )


def test_what_changed_is_told_clause_by_clause(client, cast):
    version = opened(designs.with_objectives(cast), cast)
    draft = make_next(version, cast, FinancialYear(2007), date(2007, 6, 29))
    items = draft.objectives.get(number=1)
    designing.change_objective(
        objective=items,
        written=designs.written(
            "Quit attempts",
            {**designs.ITEMS, "yearly_cap": 500},
            {"band_mode": "all_items_at_the_band_reached"},
        ),
        seen=digest(items),
        by=cast.officer,
    )
    designing.remove_objective(objective=draft.objectives.get(number=2), by=cast.officer)
    designing.add_objective(
        version=draft,
        kind="per_patient",
        written=designs.written("List", {"rate": "0.25"}),
        by=cast.officer,
    )
    designing.describe(
        version=draft,
        about=designs.about(purpose=["Fewer people smoke.", "Nobody begins."]),
        by=cast.officer,
    )

    draft = SchemeVersion.objects.get(pk=draft.pk)
    found = said(version, draft)

    assert DATES not in found
    assert ("Objective 1: Most items paid a provider in a year", "400", "500") in found[PAYS] or [
        row for row in found[PAYS] if row[1:] == ("400", "500")
    ]
    assert [title for title, before, after in found[PAYS] if not after] == [
        "Objective 2, Clinic set up: removed"
    ]
    assert [title for title, before, after in found[PAYS] if not before] == [
        "Objective 2, List: added"
    ]
    assert found[WORDS] == [
        ("Purpose", "Fewer people smoke.", "Fewer people smoke.\nNobody begins.")
    ]
    sign_in(client, cast.officer)
    page = client.get(reverse("les_schemes:scheme-changed", args=[draft.pk])).content.decode()
    assert "Nobody begins." in page
    assert "Objective 2, List: added" in page
    # A practice reads it once the version is open.
    sign_in(client, cast.riverside_manager)
    address = reverse("les_schemes:scheme-changed", args=[draft.pk])
    assert client.get(address).status_code == 404
