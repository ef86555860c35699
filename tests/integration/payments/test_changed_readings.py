"""REP-19: a reading of an open scheme is changed by the Committee alone, for the whole year; the
next run has the difference, and what was worked out before can be worked out again."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Decision, Matter
from governance.statuses import Outcome
from les_schemes import clauses, loading, terms_shown
from les_schemes.actions import readings
from les_schemes.definitions import definition_of
from les_schemes.models import ReadingAmount, ReadingChange, ReadingChoice, SchemeVersion
from les_schemes.readings import changes, register
from les_schemes.statuses import SchemeStatus, SignUpStatus
from payments import calculations, facts
from payments.actions import runs
from payments.models import Run
from pbc import clock
from pbc.actor import SYSTEM
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import Cast, sign_in, stand_on
from tests.cast import gather as gather_cast
from tests.committee import Sitting, sitting
from tests.factories import SHIPPED, scheme_at, sign_up_at
from tests.integration.payments.county import do_jobs

pytestmark = pytest.mark.django_db

APRIL_30, MAY_24, MAY_31 = date(2007, 4, 30), date(2007, 5, 24), date(2007, 5, 31)
JUNE_21, JUNE_29 = date(2007, 6, 21), date(2007, 6, 29)
SIGNATURES = {"objective": 1, "reading": "gp_signatures", "choice": "pro_rata"}
IN_PROPORTION = "The part of the payment that the GPs who signed are of all"
# Riverside's list of 8,205, of whose three GPs two have signed: 8,205 × £1 × 2/3.
TWO_THIRDS = 547_000


@pytest.fixture
def cast(db: None) -> Cast:
    return gather_cast()


@pytest.fixture
def version(cast: Cast) -> SchemeVersion:
    """Riverside is accepted with one GP's signature missing: nothing by patients until then."""
    version = scheme_at(SchemeStatus.OPEN, cast)
    sign_up_at(
        SignUpStatus.ACCEPTED, cast, practice=cast.riverside, version=version, unsigned=[cast.pugh]
    )
    return version


@pytest.fixture
def committee(cast: Cast) -> Sitting:
    return sitting(cast)


def proposed(cast: Cast, version: SchemeVersion, **changed: object) -> ReadingChange:
    return readings.propose(
        **{
            "version": version,
            **SIGNATURES,
            "why": "One GP is abroad.",
            "by": cast.officer,
            **changed,
        }
    )


def matter_of(change: ReadingChange) -> Matter:
    return Matter.objects.get(subject_id=str(change.pk))


def decided(committee: Sitting, change: ReadingChange, outcome: Outcome, day: date) -> Decision:
    stand_on(day)
    return committee.rule(committee.hear(matter_of(change)), outcome)


def paid_on(cast: Cast, day: date) -> Run:
    stand_on(day)
    run = runs.request(commissioner=cast.dacorum, pay_date=day, by=cast.preparer)
    do_jobs()
    run.refresh_from_db()
    return runs.approve(run=run, digest=run.digest, by=cast.approver)


def capitation(run: Run, cast: Cast) -> int:
    """What a run pays Riverside by patients, in pence; nothing without a line."""
    line = run.lines.filter(payee_id=cast.riverside.pk, component="capitation").first()
    return line.due_pence if line is not None else 0


def signatures(version: SchemeVersion, known_at: object = None) -> str:
    version = SchemeVersion.objects.get(pk=version.pk)
    return definition_of(version, known_at).objective(1).readings.gp_signatures  # type: ignore[arg-type]


def test_runs_before_and_after_a_change_and_its_correction_net_to_what_is_in_force(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """£0.00 in April; £5,470.00 once it is read in proportion; taken off again when corrected."""
    april = paid_on(cast, APRIL_30)
    assert capitation(april, cast) == 0
    stand_on(MAY_24)
    decision = decided(committee, proposed(cast, version), Outcome.AGREED, MAY_24)
    assert signatures(version) == "pro_rata"
    may = paid_on(cast, MAY_31)
    assert capitation(may, cast) == TWO_THIRDS
    stand_on(JUNE_21)
    committee.correct(decision, Outcome.DECLINED)
    assert signatures(version) == "all_required"
    june = paid_on(cast, JUNE_29)
    assert capitation(june, cast) == -TWO_THIRDS
    for run in (april, may, june):
        assert list(calculations.differences(run)) == []


def test_what_was_known_at_a_moment_decides_how_a_run_is_gathered_again(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(APRIL_30)
    before = clock.now()
    april = paid_on(cast, APRIL_30).calculations.get()
    decided(committee, proposed(cast, version), Outcome.AGREED, MAY_24)
    version = SchemeVersion.objects.get(pk=version.pk)
    assert signatures(version, before) == "all_required"
    again = facts.gather(
        commissioner=cast.dacorum, version=version, as_at=APRIL_30, known_at=april.known_at
    )
    assert again.document["scheme"] == april.facts["scheme"]
    assert signatures(version, clock.known_until()) == "pro_rata"


def test_every_payee_is_previewed_with_old_and_new_amount(
    cast: Cast, version: SchemeVersion
) -> None:
    sitting(cast)
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook, version=version)
    stand_on(MAY_24)
    change = proposed(cast, version)
    rows = {
        (row.payee.code, row.component): (
            row.year_before_pence,
            row.year_after_pence,
            row.so_far_difference_pence,
        )
        for row in change.amounts.select_related("payee")
    }
    assert rows[cast.riverside.code, "capitation"] == (0, TWO_THIRDS, TWO_THIRDS)
    own = cast.millbrook.list_sizes.held().get(as_at=date(2007, 4, 1)).registered * 100
    assert rows[cast.millbrook.code, "capitation"] == (own, own, 0)
    # Only Riverside's amount is at stake, so the matter concerns it, and it alone.
    assert list(matter_of(change).concerned.values_list("code", flat=True)) == [cast.riverside.code]


def test_the_committee_is_shown_and_records_what_the_next_run_then_pays(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    decision = decided(committee, proposed(cast, version), Outcome.AGREED, MAY_24)
    [effect] = decision.money_effect
    assert (effect["before_pence"], effect["after_pence"]) == (0, TWO_THIRDS)
    assert decision.effective == date(2007, 4, 1)
    assert capitation(paid_on(cast, MAY_31), cast) == TWO_THIRDS


def test_a_change_that_moves_all_alike_concerns_the_scheme_and_nobody_is_out(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """Both practices that signed lack a signature, so both gain alike."""
    sign_up_at(
        SignUpStatus.ACCEPTED,
        cast,
        practice=cast.millbrook,
        version=version,
        unsigned=[cast.gps_of(cast.millbrook)[0]],
    )
    stand_on(MAY_24)
    change = proposed(cast, version, choice="any")
    assert {row.payee.code for row in change.amounts.filter(component="capitation")} == {
        cast.riverside.code,
        cast.millbrook.code,
    }
    assert not matter_of(change).concerned.exists()


def test_nothing_changes_without_a_decision(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    change = proposed(cast, version)
    assert signatures(version) == "all_required"
    declined = decided(committee, change, Outcome.DECLINED, MAY_24)
    assert signatures(version) == "all_required"
    assert not ReadingChoice.objects.filter(decision__isnull=False).exists()
    with pytest.raises(NotNow, match="only by a decision"):
        readings.carry_out(change=change, decision=declined, by=cast.secretary)
    again = proposed(cast, version, choice="any")
    with pytest.raises(NotNow, match="only by a decision"):
        readings.carry_out(change=again, decision=declined, by=cast.secretary)


def test_deferred_it_waits_and_is_decided_later(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    change = proposed(cast, version)
    decided(committee, change, Outcome.DEFERRED, MAY_24)
    assert signatures(version) == "all_required"
    decided(committee, change, Outcome.AGREED, JUNE_21)
    assert signatures(version) == "pro_rata"


def test_a_decision_is_carried_out_once(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    change = proposed(cast, version)
    decision = decided(committee, change, Outcome.AGREED, MAY_24)
    made = ReadingChoice.objects.get(decision=decision)
    told = Message.objects.filter(kind="reading.changed").count()
    assert readings.carry_out(change=change, decision=decision, by=cast.secretary) == made
    assert ReadingChoice.objects.filter(change=change).count() == 1
    assert Message.objects.filter(kind="reading.changed").count() == told


def test_the_database_changes_no_reading_of_an_open_scheme_without_a_decision(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    def chosen(**more: object) -> None:
        with transaction.atomic():
            ReadingChoice.objects.create(
                version=version,
                objective=1,
                reading="gp_signatures",
                choice="any",
                before="all_required",
                chosen_at=clock.now(),
                **more,
            )

    def marked() -> None:
        SchemeVersion.objects.filter(pk=version.pk).update(readings_decided=True)

    with pytest.raises(IntegrityError):
        chosen()
    marked()
    with pytest.raises(IntegrityError):
        chosen()
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=version.pk).update(readings={})
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=version.pk).update(readings_decided=False)
    stand_on(MAY_24)
    change = proposed(cast, version)
    decision = decided(committee, change, Outcome.AGREED, MAY_24)
    with pytest.raises(IntegrityError):
        chosen(change=change, decision=decision)
    for model in (ReadingChoice, ReadingChange, ReadingAmount):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk__in=list(model.objects.values_list("pk", flat=True))).update(
                objective=2
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all()._raw_delete(using="default")


def test_a_correction_is_refused_once_a_later_decision_changed_the_reading_again(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    first = decided(committee, proposed(cast, version), Outcome.AGREED, MAY_24)
    decided(committee, proposed(cast, version, choice="any"), Outcome.AGREED, JUNE_21)
    with pytest.raises(BadInput, match="in force by a later decision"):
        committee.correct(first, Outcome.DECLINED)
    assert signatures(version) == "any"


def test_a_refusal_corrected_to_agreed_puts_it_in_force_and_a_correction_of_words_nothing(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    first = decided(committee, proposed(cast, version), Outcome.DECLINED, MAY_24)
    second = committee.correct(first, Outcome.AGREED)
    assert [row["after_pence"] for row in second.money_effect] == [TWO_THIRDS]
    assert signatures(version) == "pro_rata"
    third = committee.correct(second, Outcome.AGREED)
    assert third.money_effect == []
    assert signatures(version) == "pro_rata"
    committee.correct(third, Outcome.DECLINED)
    assert signatures(version) == "all_required"
    assert [choice.choice for choice in ReadingChoice.objects.order_by("decision__number")] == [
        "pro_rata",
        "all_required",
    ]


def test_payees_are_told_their_old_and_new_amount_and_see_their_own_alone(
    cast: Cast, version: SchemeVersion, committee: Sitting, client: Client
) -> None:
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook, version=version)
    stand_on(MAY_24)
    change = proposed(cast, version)
    manager = sign_in(client, cast.riverside_manager)
    assert manager.get(change.get_absolute_url()).status_code == 404, "not decided yet"
    decided(committee, change, Outcome.AGREED, MAY_24)
    own = Message.objects.get(kind="reading.changed", person_id=cast.riverside_manager.person_id)
    assert "was £0.00 and is now £5,470.00" in own.body
    assert "decision 1" in own.body
    unchanged = Message.objects.get(
        kind="reading.changed", person_id=cast.millbrook_manager.person_id
    )
    assert "stays as it was, £7,431.00" in unchanged.body
    page = manager.get(change.get_absolute_url()).content.decode()
    assert "£5,470.00" in page
    assert cast.millbrook.name not in page


def test_the_scheme_the_sheet_and_the_register_say_what_is_in_force(
    cast: Cast, version: SchemeVersion, committee: Sitting, client: Client
) -> None:
    stand_on(MAY_24)
    decision = decided(committee, proposed(cast, version), Outcome.AGREED, MAY_24)
    version = SchemeVersion.objects.get(pk=version.pk)
    in_force = {one.name: one for one in terms_shown.readings_in_force(version)}
    assert in_force["gp_signatures"].answer == IN_PROPORTION
    assert in_force["gp_signatures"].decided.endswith("decision 1")
    sheet = version.sign_ups.get()
    assert IN_PROPORTION in terms_shown.terms_of(sheet).text
    entries = {entry.slot.key: entry for entry in register.entries([version])}
    entry = entries[1, "gp_signatures"]
    assert (entry.who, entry.why) == ("The Committee", decision.reasons)
    assert entry.decision == "PBC Governance Committee, 24 May 2007, decision 1"
    loaded = entries[3, "part_year"]
    assert (loaded.who, loaded.why) == ("The system", "As the scheme file says")
    history = register.history(version, entry.slot)
    assert [(one.who, one.words) for one in history] == [
        ("The Committee", IN_PROPORTION),
        ("The system", "Nothing until all of them have signed"),
    ]
    page = sign_in(client, cast.auditor).get(
        reverse("les_schemes:readings-register"), {"chosen": "decided"}
    )
    shown = page.content.decode()
    assert "decision 1" in shown
    assert IN_PROPORTION in shown
    assert "part of a year" not in shown
    file = client.get(reverse("les_schemes:readings-register"), {"export": "csv"})
    assert len(file.content.decode().strip().splitlines()) == 1 + len(entries)


def test_an_officer_previews_and_proposes_on_the_page(
    cast: Cast, version: SchemeVersion, committee: Sitting, client: Client
) -> None:
    stand_on(MAY_24)
    officer = sign_in(client, cast.officer)
    address = reverse("les_schemes:reading-propose", args=[version.pk, *list(SIGNATURES.values())])
    page = officer.get(address).content.decode()
    assert "£5,470.00" in page
    file = officer.get(address, {"export": "csv"}).content.decode()
    assert "5470.00" in file
    empty = officer.post(address, {"why": ""})
    assert empty.status_code == 422
    assert "Say why it should be changed" in empty.content.decode()
    answer = officer.post(address, {"why": "One GP is abroad."})
    change = ReadingChange.objects.get()
    assert answer.headers["Location"] == change.get_absolute_url()
    shown = officer.get(address).content.decode()
    assert "waits for the Committee" in shown
    paper = officer.get(matter_of(change).get_absolute_url()).content.decode()
    assert "Old and new amount of every payee" in paper
    assert "1 gains" in paper
    one = officer.get(reverse("les_schemes:reading", args=[version.pk, 1, "gp_signatures"]))
    assert "£5,470.00" in one.content.decode()
    every = officer.get(reverse("les_schemes:readings-of-scheme", args=[version.pk]))
    assert every.status_code == 200


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"choice": "all_required"}, BadInput),
        ({"choice": "whatever"}, BadInput),
        ({"why": "  "}, BadInput),
    ],
)
def test_what_is_missing_is_named(
    cast: Cast,
    version: SchemeVersion,
    committee: Sitting,
    changed: dict[str, str],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        proposed(cast, version, **changed)


def test_who_and_what_may_not_be_proposed(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    for user in (cast.auditor, cast.watford_officer, cast.riverside_manager):
        with pytest.raises(NotPermitted):
            proposed(cast, version, by=user)
    draft = scheme_at(SchemeStatus.DRAFT, cast, late_sign_up="none")
    with pytest.raises(NotNow, match="not open yet"):
        proposed(cast, draft)
    proposed(cast, version)
    with pytest.raises(NotNow, match="waits for the Committee"):
        proposed(cast, version, choice="any")


def test_without_a_committee_on_record_nothing_is_proposed(
    cast: Cast, version: SchemeVersion
) -> None:
    with pytest.raises(NotNow, match="no Governance Committee yet"):
        proposed(cast, version)
    assert changes.committee_of(version) is None


def test_what_later_facts_decide_is_shown_on_assumptions_typed_in(
    cast: Cast, version: SchemeVersion, committee: Sitting, client: Client
) -> None:
    """A budget of £100 a patient, a tenth saved: £10 a patient, of which £1 is the reward. Of the
    £9 left 70% is set aside, £6.30; of the whole £10 it were £7.00: 70p more for every patient."""
    stand_on(MAY_24)
    officer = sign_in(client, cast.officer)
    answers = {
        "sign_up_share": "100",
        "late_share": "0",
        "months_reported": "12",
        "level": "1",
        "budget_per_patient_pence": "100.00",
        "saving_share": "10",
        "overspending_share": "0",
    }
    address = reverse("les_schemes:readings-assume", args=[version.pk])
    half = officer.post(address, {**answers, "saving_share": ""})
    assert half.status_code == 422
    assert "Fill in both" in half.content.decode()
    assert officer.post(address, answers).status_code == 302
    change = proposed(cast, version, objective=4, reading="reinvestment_share", choice="gross")
    assert not any(row.is_changed for row in change.amounts.all()), "no budget is held"
    rows = {row["code"]: row for row in change.assumed["payees"] if row["what"] == "Set aside"}
    # DacCom's own: Riverside's 8,205 patients and Northgate's 6,000.
    own = rows[cast.daccom.code]
    assert own["after_pence"] - own["before_pence"] == 14_205 * 70
    paper = officer.get(matter_of(change).get_absolute_url()).content.decode()
    assert "An assumption is no fact" in " ".join(paper.split())
    page = officer.get(change.get_absolute_url()).content.decode()
    assert "Budget of a practice for each registered patient" in page


def test_a_choice_that_cannot_stand_with_the_others_is_refused(
    cast: Cast, committee: Sitting, client: Client
) -> None:
    stand_on(MAY_24)
    version = scheme_at(SchemeStatus.OPEN, cast, reinvestment_share="gross")
    hybrid = {"objective": 4, "reading": "savings_unit", "choice": "hybrid"}
    with pytest.raises(NotNow, match="cannot stand with the other readings"):
        proposed(cast, version, **hybrid)
    page = sign_in(client, cast.officer).get(
        reverse("les_schemes:reading-propose", args=[version.pk, *hybrid.values()])
    )
    assert "cannot stand with the other readings" in page.content.decode()
    every = client.get(reverse("les_schemes:readings-of-scheme", args=[version.pk]))
    assert "cannot stand: " in every.content.decode()


def test_who_shares_the_scheme_sees_the_amounts_of_its_own_payees(
    cast: Cast, version: SchemeVersion, committee: Sitting, client: Client
) -> None:
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.cassio, version=version)
    stand_on(MAY_24)
    change = proposed(cast, version)
    page = sign_in(client, cast.watford_officer).get(change.get_absolute_url()).content.decode()
    assert cast.cassio.name in page
    assert cast.riverside.name not in page


def test_a_draft_that_words_the_scheme_otherwise_is_still_a_variation(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(MAY_24)
    decided(committee, proposed(cast, version), Outcome.AGREED, MAY_24)
    version = SchemeVersion.objects.get(pk=version.pk)
    scheme_file = loading.read(SHIPPED)
    for given in ("all_required", "pro_rata"):
        scheme_file.content["readings"]["gp_signatures"] = given
        scheme_file.content["texts"]["background"] = ["Shorter."]
        draft = loading.load(
            scheme_file, commissioner=cast.dacorum, partners=[cast.watford], by=SYSTEM
        ).version
        assert clauses.beyond_wording(version, draft) == [], given


def test_the_register_takes_as_many_queries_for_three_versions_as_for_one(
    cast: Cast, version: SchemeVersion
) -> None:
    with CaptureQueriesContext(connection) as one:
        register.entries([SchemeVersion.objects.get(pk=version.pk)])
    for reading in ("full", "none"):
        scheme_at(SchemeStatus.DRAFT, cast, late_sign_up=reading)
    versions = list(SchemeVersion.objects.select_related("scheme"))
    with CaptureQueriesContext(connection) as several:
        assert len(register.entries(versions)) == 15 * len(versions)
    assert len(several) <= len(one)
