"""The kinds of matter this app puts before the Committee."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from governance import kinds
from governance.models import Decision, Matter
from governance.statuses import CARRIED_OUT, Outcome
from les_schemes import late_sheets, progress, statement_record, statements, variations, worth
from les_schemes.actions import sign_ups
from les_schemes.actions import statements as statement_actions
from les_schemes.actions import variations as variation_actions
from les_schemes.actions.statements import missing
from les_schemes.models import SignUp, Variation, YearEndStatement
from les_schemes.statement_hours import in_words
from les_schemes.statuses import SignUpStatus, StatementStatus, VariationStatus
from pbc.actor import Actor
from pbc.clock import LONDON
from pbc.money import pounds
from pbc.nhsuk.fields import MoneyField
from pbc.refusals import BadInput, NotNow


class RecoveryForm(forms.Form):
    """What becomes of a missing statement (AMB-12)."""

    what = forms.ChoiceField(
        label="What becomes of the missing statement?",
        choices=[
            (missing.WAIVE, "It is waived: the payment stays"),
            (missing.RECOVER, "The payment, or a part of it, is to be recovered"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is waived or recovered"},
    )
    amount = MoneyField(
        label="How much is to be recovered?",
        help_text="Of what objective 1 pays the practice for the year. Leave empty if waived.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == missing.RECOVER and not cleaned.get("amount"):
            self.add_error("amount", "Enter how much is to be recovered")
        return cleaned


class LateSignUp(kinds.MatterKind):
    """Whether a sheet that came back after the deadline is let in (AMB-01)."""

    code = late_sheets.KIND
    label = "Late sign-up"

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        sign_up = _sign_up(matter)
        signatures = progress.of(sign_up)
        asked = len(signatures.required)
        return [
            kinds.Fact("Practice", sign_up.provider.name, sign_up.provider.get_absolute_url()),
            kinds.Fact("Scheme", str(sign_up.version), sign_up.version.get_absolute_url()),
            kinds.Fact("Deadline", f"{sign_up.version.sign_up_deadline:%-d %B %Y}"),
            kinds.Fact("Received", _day(sign_up.received_at), sign_up.get_absolute_url()),
            kinds.Fact("Signatures", f"{asked - len(signatures.unsigned)} of {asked} GPs"),
            kinds.Fact("The officer's account", matter.summary),
        ]

    def people_concerned(self, matter: Matter) -> Iterable[UUID]:
        submitted_by = _sign_up(matter).submitted_by
        return [submitted_by] if submitted_by is not None else []

    def check_ready(self, matter: Matter) -> None:
        if _sign_up(matter).status != SignUpStatus.SUBMITTED:
            raise NotNow("The sheet is no longer with the commissioner.")

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        sign_up = _sign_up(matter)
        held = worth.of_sign_up(sign_up)
        if held is None:
            return []
        amounts = {
            held.for_patients: ("for the months left once it is accepted", held.capitation_pence),
            held.on_reports: ("the same, if every report arrives", held.information_pence),
        }
        return [
            kinds.MoneyEffect(sign_up.provider.name, f"{paid_by.capitalize()}, {when}", 0, pence)
            for paid_by, (when, pence) in amounts.items()
            if paid_by
        ]

    def why_not_corrected_to(self, decision: Decision, outcome: Outcome) -> str:
        return late_sheets.why_not_corrected_to(_sign_up(decision.matter), decision, outcome)

    def about_correction(self, decision: Decision) -> str:
        return (
            "A sheet that is let in by a correction is paid from the month after it is accepted, "
            "as any late sheet is."
        )

    def held_by_conditions(self, matter: Matter) -> list[kinds.Held]:
        sign_up = _sign_up(matter)
        return [kinds.Held(sign_up.provider_id, scheme_version=sign_up.version_id)]

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        sign_ups.let_in(sign_up=_sign_up(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        if decision.outcome == Outcome.DECLINED:
            sign_ups.keep_out(sign_up=_sign_up(matter), decision=decision, by=by)


class MissingStatement(kinds.MatterKind):
    """What follows where a GP gave no year-end statement (SM-03): waived, or recovered.

    The decision is recorded; it recovers nothing by itself.
    """

    code = statement_record.KIND
    label = "Missing statement"
    outcomes = (Outcome.AGREED, Outcome.DEFERRED)
    answers_form = RecoveryForm

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        statement = _statement(matter)
        sign_up, terms = statement.sign_up, statement.terms
        asked = statements.asked_by(statement)
        held = worth.of_sign_up(sign_up)
        facts = [
            kinds.Fact("GP", str(statement.person), statement.get_absolute_url()),
            kinds.Fact("Practice", sign_up.provider.name, sign_up.provider.get_absolute_url()),
            kinds.Fact("Scheme", str(sign_up.version), sign_up.version.get_absolute_url()),
            kinds.Fact("Asked for", f"{statement.asked_at.astimezone(LONDON):%-d %B %Y}"),
            kinds.Fact(
                "Due", f"{terms.due_on:%-d %B %Y}, with grace to {terms.grace_ends_on:%-d %B %Y}"
            ),
            kinds.Fact(
                "Hours asked for",
                f"{in_words(asked.hours)}, for {asked.months} whole months in post",
            ),
            kinds.Fact("The officer's account", matter.summary),
        ]
        if held is not None:
            paid = f"{pounds(held.capitation_pence)} to the practice for all its GPs"
            facts.append(kinds.Fact("Objective 1 of the year", paid))
        return facts

    def people_concerned(self, matter: Matter) -> Iterable[UUID]:
        return [_statement(matter).person.pk]

    def check_ready(self, matter: Matter) -> None:
        if _statement(matter).status != StatementStatus.REFERRED:
            raise NotNow("The statement is missing no more.")

    def check_answers(
        self, matter: Matter, outcome: Outcome, answers: Mapping[str, Any], effective: date | None
    ) -> None:
        if answers.get("what") not in (missing.WAIVE, missing.RECOVER):
            raise BadInput({"what": "Choose whether it is waived or recovered"})
        if answers["what"] == missing.WAIVE:
            return
        held = worth.of_sign_up(_statement(matter).sign_up)
        if not answers.get("amount") or answers["amount"] < 0:
            raise BadInput({"amount": "Enter how much is to be recovered"})
        if held is not None and answers["amount"] > held.capitation_pence:
            raise BadInput(
                {
                    "amount": f"{held.for_patients.capitalize()} pays this practice "
                    f"{pounds(held.capitation_pence)} for the year: no more than that can be "
                    "recovered"
                }
            )

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        statement = _statement(matter)
        held = worth.of_sign_up(statement.sign_up)
        if held is None:
            return []
        taken = answers["amount"] if answers["what"] == missing.RECOVER else 0
        return [
            kinds.MoneyEffect(
                statement.sign_up.provider.name,
                "Objective 1 of the year, should it be recovered",
                held.capitation_pence,
                held.capitation_pence - taken,
            )
        ]

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        statement_actions.settle(statement=_statement(matter), decision=decision, by=by)


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y}" if moment is not None else "Not yet"


class SchemeVariation(kinds.MatterKind):
    """Whether an open scheme is worded otherwise (SM-01). It changes no amount."""

    code = variations.KIND
    label = "Variation of a scheme"
    outcomes = (Outcome.AGREED, Outcome.DECLINED, Outcome.DEFERRED)

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        variation = _variation(matter)
        varied = variation.varied
        return [
            kinds.Fact("Scheme", str(varied), varied.get_absolute_url()),
            kinds.Fact("From", f"{variation.in_force_from:%-d %B %Y}"),
            kinds.Fact("Why", variation.reason, variation.get_absolute_url()),
            *(
                kinds.Fact(
                    f"{clause.title} ({clause.get_touches_display()})",
                    f"Until now: {clause.before or 'nothing'}\n\nFrom then on: "
                    f"{clause.after or 'nothing'}",
                )
                for clause in variation.clauses.all()
            ),
        ]

    def people_concerned(self, matter: Matter) -> Iterable[UUID]:
        return [_variation(matter).prepared_by]

    def check_ready(self, matter: Matter) -> None:
        if _variation(matter).status != VariationStatus.WAITING:
            raise NotNow("The variation is settled already.")

    def why_not_corrected_to(self, decision: Decision, outcome: Outcome) -> str:
        if decision.is_carried_out == (outcome in CARRIED_OUT):
            return ""
        if decision.is_carried_out:
            return (
                "The variation is in force, and those whom it touches were asked: prepare another "
                "that words it as before."
            )
        return "The variation was declined, and its draft may have changed: prepare it anew."

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        variation_actions.carry_out(variation=_variation(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        if decision.outcome == Outcome.DECLINED:
            variation_actions.decline(variation=_variation(matter), decision=decision, by=by)


def _variation(matter: Matter) -> Variation:
    return Variation.objects.select_related("varied__scheme", "varied__commissioner").get(
        pk=matter.subject_id
    )


def _statement(matter: Matter) -> YearEndStatement:
    return YearEndStatement.objects.with_all().get(pk=matter.subject_id)


def _sign_up(matter: Matter) -> SignUp:
    return SignUp.objects.select_related("provider", "version__scheme", "commissioner").get(
        pk=matter.subject_id
    )


kinds.register(LateSignUp())
kinds.register(MissingStatement())
kinds.register(SchemeVariation())
