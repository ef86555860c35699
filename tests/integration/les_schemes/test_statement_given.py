"""A GP gives the year-end statement: for himself or herself alone, sealed (DOC-05, EXC-04)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from les_schemes import statements
from les_schemes.actions import statements as actions
from les_schemes.actions.statements.terms import Terms
from les_schemes.models import Declaration, StatementTerms, YearEndStatement
from les_schemes.statuses import HoursTest, SchemeStatus, SignUpStatus, StatementStatus
from localities.models import Post
from pbc import documents
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, SealedDocument
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import stand_on
from tests.factories import opened, scheme_at, sign_up_at
from tests.year_end import OPENS, asked, declared, give, of


def test_a_statement_is_given_and_sealed_in_the_same_moment(cast):
    asked(cast)

    declaration = give(
        cast.pugh, hours=26, categories={1: Decimal("10.5"), 4: None}, note="Chaired the forum."
    )

    statement = of(cast.pugh)
    assert statement.status == StatementStatus.GIVEN
    assert (declaration.months_in_post, declaration.hours_asked) == (12, 24)
    document = declaration.document
    assert document.title.startswith("Year-end statement of Dr Carys Pugh for Riverside Surgery")
    assert documents.pdf_of(document).startswith(b"%PDF-")
    assert documents.examine(documents.pdf_of(document)).document == document
    body = documents.screen_body(document)
    assert "Ticked: 10.5 hours" in body
    assert "Chaired the forum." in body
    assert declaration.shown_id in body
    event = AuditEvent.objects.get(event="statement.given")
    assert event.content["after"]["document_sha256"] == document.sha256


def test_only_the_gp_gives_it(cast):
    asked(cast)
    statement = of(cast.pugh)

    for user in (cast.okafor, cast.riverside_manager, cast.officer):
        with pytest.raises(NotPermitted, match="Only Dr Carys Pugh"):
            actions.give(statement=statement, declared=declared(cast.pugh, statement), by=user)
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"typed_name": "Ada Okafor"}, "typed_name", "Type your own name, Dr Carys Pugh"),
        ({"shown_sha256": "0" * 64}, "shown", "has changed"),
        ({"hours": 10}, "states_fewer", "You state 10 hours; 24 hours are asked for"),
        ({"hours": -1}, "hours", "Enter the hours as a number"),
        ({"hours": 9_000}, "hours", "12 months do not have that many hours"),
        ({"categories": {}}, "categories", "Tick each kind of work"),
        ({"categories": {6: None}}, "categories", "no category 6"),
        ({"categories": {1: Decimal(-1)}}, "categories", "as a number"),
        (
            {"categories": {1: Decimal(20), 2: Decimal("4.5")}},
            "hours",
            "come to 24.5 hours, more than the 24 hours in all",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do_and_nothing_is_kept(cast, changed, field, words):
    asked(cast)

    with pytest.raises(BadInput) as refusal:
        give(cast.pugh, **changed)

    assert words in refusal.value.errors[field]
    assert of(cast.pugh).status == StatementStatus.ASKED
    assert not SealedDocument.objects.filter(kind="year-end statement").exists()


def test_fewer_hours_are_taken_once_the_gp_says_so(cast):
    asked(cast)

    declaration = give(cast.pugh, hours=10, states_fewer=True)

    assert declaration.falls_short
    assert of(cast.pugh).status == StatementStatus.GIVEN


def test_none_at_all_may_be_stated_too(cast):
    asked(cast)

    assert give(cast.pugh, hours=0, categories={}, states_fewer=True).hours == 0


def test_a_statement_is_given_once(cast):
    asked(cast)
    give(cast.pugh)

    with pytest.raises(NotNow, match="it is to be checked"):
        give(cast.pugh)


def test_months_in_post_are_those_recorded_when_it_is_given(cast):
    asked(cast)
    shown_before = declared(cast.pugh, of(cast.pugh))
    Post.objects.filter(person=cast.pugh.person).update(ends=date(2008, 3, 16))

    # March is no whole month any more: the page is not what was read.
    with pytest.raises(BadInput, match="has changed"):
        actions.give(statement=of(cast.pugh), declared=shown_before, by=cast.pugh)
    assert give(cast.pugh).hours_asked == 22


def test_hours_of_a_gp_at_two_practices_are_stated_for_each_and_pointed_out(cast):
    """EXC-04: allowed, signs once per practice, hours not counted twice."""
    at_riverside = sign_up_at(SignUpStatus.ACCEPTED, cast)
    at_millbrook = asked(cast, practice=cast.millbrook)
    first, second = of(cast.okafor, at_riverside), of(cast.okafor, at_millbrook)
    give(cast.okafor, first, hours=30)

    (other,) = statements.elsewhere(second)
    assert (other.sign_up.provider, other.hours) == (cast.riverside, 30)
    given = YearEndStatement.objects.with_all().with_last_declaration().with_elsewhere()
    assert statements.unusual(given.get(pk=first.pk)) == ["Also a GP of another practice"]
    give(cast.okafor, second)
    assert of(cast.okafor, at_millbrook).status == StatementStatus.GIVEN
    assert statements.elsewhere(of(cast.frost)) == []


def test_where_each_month_is_tested_the_gp_says_whether_none_had_less(cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)
    held = version.statement_terms
    actions.set_terms(
        version=version,
        terms=Terms(
            hours_a_month=held.hours_a_month,
            hours_test=HoursTest.EACH_MONTH,
            opens_on=held.opens_on,
            due_on=held.due_on,
            grace_days=held.grace_days,
            sample_percent=held.sample_percent,
        ),
        by=cast.officer,
    )
    asked(cast, version=opened(version, cast))

    with pytest.raises(BadInput, match="in every month"):
        give(cast.pugh)
    with pytest.raises(BadInput, match="tick that you gave fewer"):
        give(cast.pugh, in_every_month=False)
    assert give(cast.pugh, in_every_month=False, states_fewer=True).falls_short
    assert not give(cast.okafor, in_every_month=True).falls_short


def test_what_an_open_scheme_asks_for_does_not_change(cast):
    version = scheme_at(SchemeStatus.OPEN, cast)

    with pytest.raises(NotNow, match="make a new version"):
        actions.set_terms(version=version, terms=None, by=cast.officer)
    with pytest.raises(IntegrityError, match="make a new version"), transaction.atomic():
        StatementTerms.objects.update(grace_days=60)


def test_a_late_sheet_binds_from_its_acceptance(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    terms = StatementTerms.objects.select_related("version").get()

    assert statements.bound(sign_up, terms) == (date(2007, 4, 1), date(2008, 4, 1))
    sign_up.version.sign_up_deadline = sign_up.received_at.replace(year=2006)
    sign_up.accepted_at = sign_up.accepted_at.replace(month=7, day=10)
    assert statements.bound(sign_up, terms) == (date(2007, 7, 10), date(2008, 4, 1))
    assert statements.asked_of(
        terms, sign_up, Post.objects.filter(person=cast.pugh.person)
    ) == statements.Asked(8, Decimal(16))
    stand_on(OPENS)
    assert actions.ask_all(by=SYSTEM) == 3
