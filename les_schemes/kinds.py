"""The kinds of matter this app puts before the Committee."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from governance import kinds
from governance.models import Decision, Matter
from governance.statuses import Outcome
from les_schemes import late_sheets, progress, worth
from les_schemes.actions import sign_ups
from les_schemes.models import SignUp
from les_schemes.statuses import SignUpStatus
from pbc.actor import Actor
from pbc.refusals import NotNow

OBJECTIVES_OF_A_PRACTICE = (1, 2)


class LateSignUp(kinds.MatterKind):
    """Whether a sheet that came back after the deadline is let in (AMB-01)."""

    code = late_sheets.KIND
    label = "Late sign-up"

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        sign_up = _sign_up(matter)
        signatures = progress.of(sign_up)
        asked = len(signatures.required)
        return [
            kinds.Fact("Practice", sign_up.practice.name, sign_up.practice.get_absolute_url()),
            kinds.Fact("Scheme", str(sign_up.version), sign_up.version.get_absolute_url()),
            kinds.Fact("Deadline", f"{sign_up.version.sign_up_deadline:%-d %B %Y}"),
            kinds.Fact("Received", f"{sign_up.received_at:%-d %B %Y}", sign_up.get_absolute_url()),
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
        return [
            kinds.MoneyEffect(sign_up.practice.name, what, 0, pence)
            for what, pence in (
                ("Objective 1, for the months that remain", held.capitation_pence),
                ("Objective 2, for the months that remain", held.information_pence),
            )
        ]

    def held_by_conditions(self, matter: Matter) -> list[kinds.Held]:
        practice_id = _sign_up(matter).practice_id
        return [kinds.Held(practice_id, objective) for objective in OBJECTIVES_OF_A_PRACTICE]

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        sign_ups.let_in(sign_up=_sign_up(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        if decision.outcome == Outcome.DECLINED:
            sign_ups.keep_out(sign_up=_sign_up(matter), decision=decision, by=by)


def _sign_up(matter: Matter) -> SignUp:
    return SignUp.objects.select_related("practice", "version__scheme", "commissioner").get(
        pk=matter.subject_id
    )


kinds.register(LateSignUp())
