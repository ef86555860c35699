"""The pages of year-end statements: the GP's one page, the practice's, the commissioner's board."""

import csv
import io

import pytest
from django.urls import reverse

from les_schemes.actions import statements as actions
from les_schemes.models import Declaration, StatementTerms, YearEndStatement
from les_schemes.statements_waiting import statements_waiting_on
from les_schemes.statuses import HoursTest, SchemeStatus, SignUpStatus, StatementStatus
from pbc.actor import SYSTEM
from pbc.clock_watchers import passing
from tests.cast import sign_in, stand_on
from tests.committee import sitting
from tests.factories import scheme_at, sign_up_at
from tests.year_end import AFTER_GRACE, DUE, GRACE_ENDS, OPENS, asked, give, of


def to(name: str, thing) -> str:
    return reverse(f"les_schemes:{name}", args=[thing.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def filled_in(client, statement, **changed) -> dict[str, object]:
    page = client.get(to("statement-give", statement))
    shown = page.context["form"].initial["shown"]
    return {
        "categories": ["1", "3"],
        "hours_1": "10.5",
        "hours": "24",
        "typed_name": "Carys Pugh",
        "shown": shown,
        **changed,
    }


def test_one_page_says_what_is_asked_and_takes_the_statement(client, cast):
    asked(cast)
    statement = of(cast.pugh)
    sign_in(client, cast.pugh)

    page = text(client.get(to("statement-give", statement)))
    assert "24 hours for your 12 whole months in post" in page
    for kind in statement.sign_up.version.texts["statement_commitments"]:
        assert kind in page
    response = client.post(
        to("statement-give", statement), filled_in(client, statement), follow=True
    )

    assert "Thank you: your statement is given and sealed." in text(response)
    assert "Ticked: 10.5 hours" in text(response)
    document = Declaration.objects.get().document
    pdf = client.get(reverse("documents:pdf", args=[document.pk]))
    assert pdf.status_code == 200


def test_fewer_hours_bring_the_question_whether_that_is_so_and_keep_what_was_typed(client, cast):
    asked(cast)
    statement = of(cast.pugh)
    sign_in(client, cast.pugh)
    assert "I gave fewer hours" not in text(client.get(to("statement-give", statement)))

    data = filled_in(client, statement, hours="9", hours_1="4", note="Was away a lot.")
    refused = client.post(to("statement-give", statement), data)

    assert refused.status_code == 422
    assert "You state 9 hours; 24 hours are asked for" in text(refused)
    assert "I gave fewer hours than are asked for, and say so" in text(refused)
    assert "Was away a lot." in text(refused)
    again = client.post(to("statement-give", statement), {**data, "states_fewer": "on"})
    assert again.status_code == 302
    assert Declaration.objects.get().falls_short


def test_a_gp_of_two_practices_is_warned_with_what_was_stated_for_the_other(client, cast):
    """EXC-04."""
    at_riverside = sign_up_at(SignUpStatus.ACCEPTED, cast)
    at_millbrook = asked(cast, practice=cast.millbrook)
    give(cast.okafor, of(cast.okafor, at_riverside), hours=30)
    sign_in(client, cast.okafor)

    page = text(client.get(to("statement-give", of(cast.okafor, at_millbrook))))

    assert "Dr Ada Okafor signed up for Riverside Surgery too, and stated 30 hours there" in page
    assert "An hour counts for one practice only." in page


def test_a_gp_whom_the_pct_employs_is_told_why_no_statement_is_taken(client, cast):
    """EXC-18."""
    asked(cast, practice=cast.northgate)
    statement = of(cast.tierney)
    sign_in(client, cast.tierney)

    response = client.get(to("statement-give", statement))

    assert response.status_code == 403
    assert "No statement is taken from you: you are employed by the PCT" in text(response)
    assert "Employed by the PCT" in text(client.get(to("statement", statement)))


def test_out_of_its_time_the_page_leads_back(client, cast):
    asked(cast)
    give(cast.pugh)
    sign_in(client, cast.pugh)

    response = client.get(to("statement-give", of(cast.pugh)), follow=True)

    assert response.redirect_chain[-1][0] == to("statement", of(cast.pugh))
    assert "That cannot be done now: the statement is to be checked." in text(response)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("pugh", 200),
        ("riverside_manager", 200),
        ("officer", 200),
        ("auditor", 200),
        ("okafor", 404),
        ("raman", 404),
        ("lead", 404),
        ("millbrook_manager", 404),
        ("watford_officer", 404),
        ("preparer", 404),
        ("lmc_observer", 404),
        ("administrator", 404),
    ],
)
def test_what_a_gp_stated_is_seen_by_the_gp_the_manager_and_the_commissioner(
    client, cast, name, status
):
    asked(cast)
    declaration = give(cast.pugh)
    sign_in(client, cast.people[name])

    assert client.get(to("statement", of(cast.pugh))).status_code == status
    document = reverse("documents:document", args=[declaration.document_id])
    assert client.get(document).status_code == status


def test_the_manager_sees_who_has_given_it_and_reminds_the_rest(client, cast):
    sign_up = asked(cast)
    give(cast.pugh)
    sign_in(client, cast.riverside_manager)

    page = text(client.get(to("sign-up-statements", sign_up)))
    assert "1 of 3 given, due 31 March 2008, with grace to 30 April 2008." in page
    reminding = text(client.get(to("sign-up-statements-remind", sign_up)))
    assert "Dr Ada Okafor, asked 1 March 2008" in reminding
    assert "Carys Pugh" not in reminding
    assert client.post(to("sign-up-statements-remind", sign_up)).status_code == 302
    assert "1 of 3 given" in text(client.get(to("sign-up", sign_up)))


def exported(client, sign_up, query: str) -> list[dict[str, str]]:
    response = client.get(f"{to('scheme-statements', sign_up.version)}?export=csv&{query}")
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_board_shows_how_far_it_has_come_and_its_chase_list_is_taken_away(client, cast):
    sign_up = asked(cast)
    give(cast.pugh)
    give(cast.okafor)
    stand_on(GRACE_ENDS)
    sign_in(client, cast.officer)

    page = client.get(to("scheme-statements", sign_up.version))

    assert "2 of 3 given." in text(page)
    bars = {bar.label: bar.value for bar in page.context["by_standing"].bars}
    assert (bars["To be checked"], bars["Late, within the grace"]) == (2, 1)
    (locality,) = page.context["by_locality"].bars
    assert (locality.label, locality.value, locality.of) == ("DacCom", 2, 3)
    chased = exported(client, sign_up, "standing=to_give")
    assert [row["GP"] for row in chased] == ["Dr Ben Lindqvist"]
    assert chased[0]["Practice’s number"]
    for query, names in {
        "standing=late": {"Dr Ben Lindqvist"},
        "standing=given": {"Dr Carys Pugh", "Dr Ada Okafor"},
        "who=pugh": {"Dr Carys Pugh"},
        "who=qq001&locality=dac": {"Dr Carys Pugh", "Dr Ada Okafor", "Dr Ben Lindqvist"},
        "locality=hemel": set(),
    }.items():
        assert {row["GP"] for row in exported(client, sign_up, query)} == names, query


def test_each_commissioner_sees_its_own_practices_on_the_board(client, cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_up = asked(cast, practice=cast.cassio)
    sign_in(client, cast.watford_officer)

    assert {row["Practice"] for row in exported(client, sign_up, "")} == {"Cassio House"}


def test_the_officer_works_through_the_pages_of_the_board(client, cast):
    sign_up = asked(cast)
    sitting(cast)
    for user in (cast.pugh, cast.okafor):
        give(user)
    sign_in(client, cast.officer)
    for page in ("statements", "statements-remind", "statements-check", "statements-refer"):
        assert client.get(to(f"scheme-{page}", sign_up.version)).status_code == 200, page
    assert client.post(to("scheme-statements-remind", sign_up.version)).status_code == 302

    statement = of(cast.pugh)
    for page in ("accept", "query"):
        assert client.get(to(f"statement-{page}", statement)).status_code == 200, page
    client.post(to("statement-query", statement), {"reason": "Which forum?"})
    assert "Which forum?" in text(client.get(to("statement", statement)))
    client.post(to("statement-accept", of(cast.okafor)))
    assert of(cast.okafor).status == StatementStatus.ACCEPTED

    stand_on(AFTER_GRACE)
    actions.note_missing(by=SYSTEM)
    late = of(cast.lindqvist)
    assert client.get(to("statement-exempt", late)).status_code == 200
    data = {"exemption": "sick", "reason": "Since June."}
    client.post(to("statement-exempt", late), data)
    assert client.get(to("statement-ask-again", late)).status_code == 200
    client.post(to("statement-ask-again", late), {"reason": "Was not sick."})
    actions.note_missing(by=SYSTEM)
    response = client.post(
        to("scheme-statements-refer", sign_up.version),
        {"statements": [str(late.pk)], "account": "Reminded."},
        follow=True,
    )
    assert "The missing statements wait for the Committee." in text(response)
    assert of(cast.lindqvist).status == StatementStatus.REFERRED


def test_nothing_ticked_to_refer_is_explained(client, cast):
    sign_up = asked(cast)
    stand_on(AFTER_GRACE)
    actions.note_missing(by=SYSTEM)
    sign_in(client, cast.officer)

    response = client.post(to("scheme-statements-refer", sign_up.version), {"account": "Reminded."})

    assert response.status_code == 422
    assert "Tick the statements to refer" in text(response)


def test_before_the_window_the_board_says_when_it_opens(client, cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_in(client, cast.officer)

    page = text(client.get(to("scheme-statements", sign_up.version)))

    assert "from 1 March 2008, due 31 March 2008, with grace to 30 April 2008" in page
    assert "gives a statement at the year’s end" in text(client.get(to("scheme", sign_up.version)))


def test_a_draft_says_what_it_asks_for_and_its_officer_changes_it(client, cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)
    sign_in(client, cast.officer)
    page = to("scheme-statement-terms", version)
    assert client.get(page).status_code == 200
    data = {
        "asks": "yes",
        "hours_a_month": "3",
        "hours_test": HoursTest.EACH_MONTH,
        "opens_on_day": "15",
        "opens_on_month": "3",
        "opens_on_year": "2008",
        "due_on_day": "30",
        "due_on_month": "4",
        "due_on_year": "2008",
        "grace_days": "14",
        "sample_percent": "20",
    }

    refused = client.post(page, {**data, "grace_days": "", "due_on_month": "2"})
    assert "Enter the days of grace, like 30" in text(refused)
    assert client.post(page, data).status_code == 302

    terms = StatementTerms.objects.get()
    assert f"{terms.grace_ends_on:%-d %B %Y}" == "14 May 2008"
    assert client.post(page, {"asks": "no"}).status_code == 302
    assert not StatementTerms.objects.exists()
    assert "Do GPs give a statement" in text(client.get(page))


def cards(user) -> list[tuple[str, object, object]]:
    found = statements_waiting_on(user.refreshed())
    return [(item.title, item.due, item.count) for item in found]


def test_home_says_what_waits_on_the_gp_the_manager_and_the_officer(cast):
    asked(cast)
    own = ("Give your year-end statement: PBC LES 2007/08", DUE, None)
    assert cards(cast.pugh) == [own]
    assert cards(cast.raman) == cards(cast.officer) == []
    manager = "Year-end statements to be given: PBC LES 2007/08"
    assert cards(cast.riverside_manager) == [(manager, DUE, 3)]
    give(cast.pugh)
    assert cards(cast.pugh) == []
    assert cards(cast.officer) == [("Year-end statements to check: PBC LES 2007/08", None, 1)]

    actions.query(statement=of(cast.pugh), reason="Which forum?", by=cast.officer)
    ((title, _, _),) = cards(cast.pugh)
    assert title == "Query on your year-end statement: PBC LES 2007/08"
    stand_on(GRACE_ENDS)
    assert cards(cast.okafor)[0][1] == GRACE_ENDS
    stand_on(AFTER_GRACE)
    actions.note_missing(by=SYSTEM)
    assert cards(cast.officer) == [("Missing year-end statements: PBC LES 2007/08", None, 2)]
    assert cards(cast.watford_officer) == []


def test_moving_the_clock_tells_of_the_window(cast):
    scheme_at(SchemeStatus.OPEN, cast)

    told = [(one.on, one.what) for one in passing(cast.administrator, OPENS, AFTER_GRACE)]

    assert (OPENS, "GPs are asked for their year-end statements of PBC LES 2007/08") in told
    assert (DUE, "Year-end statements of PBC LES 2007/08 are due") in told
    last = "Year-end statements of PBC LES 2007/08 not given are missing"
    assert (GRACE_ENDS, last) in told


@pytest.mark.parametrize("page", ["scheme-statements", "scheme-statements-check"])
def test_a_page_of_many_takes_as_many_queries_as_one_of_few(
    client, cast, page, django_assert_max_num_queries
):
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)
    sign_up = asked(cast)
    for statement in YearEndStatement.objects.with_all():
        give(
            next(user for user in cast.people.values() if user.person == statement.person),
            statement,
        )
    sign_in(client, cast.officer)

    with django_assert_max_num_queries(45):
        client.get(to(page, sign_up.version))
