from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from les_schemes import loading, objectives_table
from les_schemes.actions import schemes
from les_schemes.models import Framework, SchemeVersion
from les_schemes.statuses import SchemeStatus
from localities.models import (
    CommissionerMembership,
    ListSize,
    Locality,
    Organisation,
    Practice,
)
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, Message
from pbc.refusals import NotNow, NotPermitted
from tests.cast import LISTS_RECORDED, LONG_AGO, RECORDED, sign_in
from tests.factories import SHIPPED, approved, opened, scheme_at


def load(*partners: str) -> str:
    output = StringIO()
    arguments = [part for code in partners for part in ("--partner", code)]
    call_command("load_scheme", SHIPPED, "--commissioner", "XDA", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_makes_a_draft_and_twice_changes_nothing(cast):
    assert load("XWA").startswith("Loaded PBC LES 2007/08, version 1, consulted on")
    events = AuditEvent.objects.count()

    assert load("XWA").startswith("Unchanged: PBC LES 2007/08, version 1, consulted on")

    version = SchemeVersion.objects.get()
    assert list(version.partners.all()) == [cast.watford]
    assert version.objectives.count() == 4
    assert (Framework.objects.count(), AuditEvent.objects.count()) == (1, events)
    assert version.sign_up_deadline.isoformat() == "2007-04-30T22:59:59+00:00"


def test_a_draft_is_brought_up_to_date_and_an_open_version_stays_beside_a_new_draft(cast):
    load()
    load("XWA")
    opened(SchemeVersion.objects.get(), cast)

    assert load("XWA").startswith("Unchanged")
    assert load().startswith("Loaded PBC LES 2007/08, version 2, consulted on")


def test_the_command_says_what_is_wrong(cast, tmp_path):
    with pytest.raises(CommandError, match="There is no commissioner NOBODY"):
        call_command("load_scheme", SHIPPED, "--commissioner", "NOBODY")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_scheme", tmp_path / "none.toml", "--commissioner", "XDA")


def test_a_scheme_is_opened_by_its_commissioner_and_its_practices_are_invited(cast):
    version = opened(scheme_at(SchemeStatus.DRAFT, cast), cast)

    invited = Message.objects.filter(kind="scheme.invitation")
    assert set(invited.values_list("person_id", flat=True)) == {
        cast.manager_of(practice).person_id for practice in cast.practices.values()
    }
    with pytest.raises(NotNow, match="it is open for sign-up"):
        schemes.open(version=version, by=cast.officer)


def test_a_second_version_for_a_year_is_not_opened_beside_the_first(cast):
    load("XWA")
    opened(SchemeVersion.objects.get(), cast)
    load()
    second = approved(SchemeVersion.objects.get(number=2), cast)
    with pytest.raises(NotNow, match="offers version 1 of PBC LES 2007/08 already"):
        schemes.open(version=second, by=cast.officer)
    output = StringIO()
    call_command("load_scheme", SHIPPED, "--commissioner", "XWA", stdout=output)
    of_the_partner = approved(SchemeVersion.objects.get(commissioner=cast.watford), cast)
    with pytest.raises(NotNow, match="Watford"):
        schemes.open(version=of_the_partner, by=cast.watford_officer)
    assert SchemeVersion.objects.open().count() == 1


@pytest.mark.parametrize("name", ["watford_officer", "riverside_manager", "auditor", "approver"])
def test_nobody_else_opens_it(cast, name):
    version = scheme_at(SchemeStatus.DRAFT, cast)

    with pytest.raises(NotPermitted):
        schemes.open(version=version, by=cast.people[name])


def test_an_open_scheme_does_not_change_in_the_database_either(cast):
    version = scheme_at(SchemeStatus.OPEN, cast)

    with (
        pytest.raises(Exception, match="an approved or open scheme does not change"),
        transaction.atomic(),
    ):
        SchemeVersion.objects.update(terms={})
    with (
        pytest.raises(Exception, match="an approved or open scheme does not change"),
        transaction.atomic(),
    ):
        version.objectives.update(title="Something else")


def test_a_draft_is_seen_by_its_commissioners_only(client, cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)

    for name, expected in [
        ("officer", 200),
        ("watford_officer", 200),
        ("auditor", 200),
        ("riverside_manager", 404),
        ("okafor", 404),
        ("lead", 404),
    ]:
        sign_in(client, cast.people[name])
        assert client.get(version.get_absolute_url()).status_code == expected, name


def a_county() -> None:
    """1,150,000 patients in 12 localities of the cast's two commissioners, ten of them new."""
    held = sum(ListSize.objects.values_list("registered", flat=True))
    dacorum = Organisation.objects.get(code="XDA")
    for number in range(10):
        Locality.objects.create(
            code=f"L{number}",
            name=f"Locality {number}",
            opened=date(2007, 4, 1),
            commissioner_id=dacorum.pk,
            recorded_at=RECORDED,
        )
    practice = Practice.objects.create(code="QQ999", name="The rest", recorded_at=RECORDED)
    CommissionerMembership.objects.create(
        practice=practice,
        commissioner_id=dacorum.pk,
        starts=LONG_AGO,
        source="the test",
        recorded_at=RECORDED,
    )
    ListSize.objects.create(
        practice=practice,
        as_at=date(2007, 4, 1),
        registered=1_150_000 - held,
        source="the test",
        recorded_at=LISTS_RECORDED,
    )


def test_the_last_column_comes_to_the_sources_eight_figures(client, cast):
    version = scheme_at(SchemeStatus.OPEN, cast)
    a_county()

    sentences = [total.sentence for row in objectives_table.rows(version) for total in row.totals]
    figures = [
        pence
        for row in objectives_table.rows(version)
        for total in row.totals
        for _, pence in total.figures
    ]

    assert sentences == [
        "This equates to £1.15m across Hertfordshire",
        "This equates to £575,000 across Hertfordshire",
        "Level 1 equates to £15,600 per Locality or £187,200 for 12 Localities across "
        "Hertfordshire",
        "Level 2 equates to a maximum of £538,200 for GP time and £179,400 for practice staff "
        "time across Hertfordshire.",
        "Level 3 equates to a maximum of £1,076,400 for GP time and £358,800 for practice staff "
        "time across Hertfordshire",
    ]
    assert figures == [
        115_000_000,
        57_500_000,
        1_560_000,
        18_720_000,
        53_820_000,
        17_940_000,
        107_640_000,
        35_880_000,
    ]
    sign_in(client, cast.officer)
    page = client.get(version.get_absolute_url()).content.decode()
    assert "1,150,000 patients of 6 practices in 12 localities" in page
    assert "£1,076,400.00" in page


def test_a_practice_without_a_list_is_said_to_be_left_out(client, cast):
    version = scheme_at(SchemeStatus.OPEN, cast)
    ListSize.objects.filter(practice=cast.highfield).update(superseded_at=LISTS_RECORDED)
    sign_in(client, cast.officer)

    page = client.get(version.get_absolute_url()).content.decode()

    assert "1 practice without a list of 1 April 2007 cannot be counted" in page


def test_the_page_says_what_each_reading_means_and_what_was_not_chosen(client, cast):
    version = scheme_at(SchemeStatus.OPEN, cast, gp_signatures="pro_rata")
    sign_in(client, cast.riverside_manager)

    page = client.get(version.get_absolute_url()).content.decode()

    assert "<strong>The part of the payment that the GPs who signed are of all</strong>" in page
    assert "Nothing until all of them have signed" in page
    assert "Signing up is worth" in page


def test_the_framework_is_downloaded_as_stored(client, cast):
    version = scheme_at(SchemeStatus.OPEN, cast)
    sign_in(client, cast.okafor)

    response = client.get(reverse("les_schemes:scheme-framework", args=[version.pk]))

    assert b"".join(response.streaming_content) == loading.read(SHIPPED).framework
    assert "attachment" in response["Content-Disposition"]


def test_two_commissioners_may_load_the_same_file(cast):
    scheme_file = loading.read(SHIPPED)

    first = loading.load(scheme_file, commissioner=cast.dacorum, partners=[], by=SYSTEM)
    second = loading.load(scheme_file, commissioner=cast.watford, partners=[], by=SYSTEM)

    assert (first.version.number, second.version.number) == (1, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=second.version.pk).update(number=1)
