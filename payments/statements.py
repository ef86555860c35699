"""What a payee is told of a run: each amount, how it came about, and when it is paid."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from les_schemes import rules
from les_schemes.models import SchemeVersion
from localities.models import Organisation
from localities.statuses import OrganisationKind
from payments import components
from payments.models import Line, Run
from payments.querysets import LineQuerySet
from payments.statuses import RunStatus
from pbc.actor import Actor
from pbc.roles import READS_ALL_MONEY, Role

# Whose statements are a person's own.
OWN = (Role.PRACTICE_MANAGER, Role.GP, Role.PROVIDER_MANAGER, Role.LOCALITY_LEAD)
ALL_IN = "All amounts are inclusive of superannuation and all costs, including travel."


@dataclass(frozen=True)
class StatementLine:
    """A line as a statement shows it."""

    line: Line
    objective: str
    title: str
    clause: str
    working: list[str]

    @property
    def is_payment(self) -> bool:
        return self.line.kind == "payment"


@dataclass(frozen=True)
class OfScheme:
    """The lines of a statement under one scheme."""

    version: SchemeVersion
    lines: list[StatementLine]

    @property
    def due_pence(self) -> int:
        return sum(shown.line.due_pence for shown in self.lines)


@dataclass(frozen=True)
class Statement:
    """All lines of a payee in a run that a person may see, with their sums in pence."""

    run: Run
    payee: Organisation
    account: Organisation | None
    schemes: list[OfScheme]
    partial: bool

    @property
    def lines(self) -> list[StatementLine]:
        return [shown for scheme in self.schemes for shown in scheme.lines]

    @property
    def title(self) -> str:
        return f"Statement of {self.run.pay_date:%-d %B %Y}"

    @property
    def subtitle(self) -> str:
        return f"{self.payee}, from {self.run.commissioner}"

    @property
    def paid_pence(self) -> int:
        """What is transferred: payments that are not held."""
        return self._sum(kind="payment", held=False)

    @property
    def credited_pence(self) -> int:
        """What is set aside in a fund, not transferred."""
        return self._sum(kind="allocation", held=False)

    @property
    def held_pence(self) -> int:
        return sum(shown.line.due_pence for shown in self.lines if shown.line.held_reason)

    @property
    def held_reasons(self) -> list[str]:
        reasons = (shown.line.held_reason for shown in self.lines if shown.line.held_reason)
        return list(dict.fromkeys(reasons))

    @property
    def when(self) -> str:
        """When the money comes or came, in words."""
        day = f"{self.run.pay_date:%-d %B %Y}"
        return {
            RunStatus.PREPARED: f"Not yet approved; the pay date is {day}",
            RunStatus.APPROVED: f"To be paid on {day}",
            RunStatus.PAID: f"Paid on {day}, reference {self.run.payment_reference}",
            RunStatus.CANCELLED: "Cancelled: never paid",
        }.get(RunStatus(self.run.status), "Being prepared")

    def _sum(self, *, kind: str, held: bool) -> int:
        return sum(
            shown.line.due_pence
            for shown in self.lines
            if shown.line.kind == kind and bool(shown.line.held_reason) == held
        )


def statement_of(run: Run, payee: Organisation, lines: LineQuerySet, *, actor: Actor) -> Statement:
    """A payee's statement of a run, of the lines given, which the actor may see."""
    wordings = components.wordings(run)
    schemes: dict[int, OfScheme] = {}
    for line in lines.filter(run=run, payee=payee).order_by("number"):
        wording = wordings.of(line)
        of_scheme = schemes.setdefault(line.calculation_id, OfScheme(wording.version, []))
        of_scheme.lines.append(_shown(line, wording))
    return Statement(
        run=run,
        payee=payee,
        account=payee.payee if payee.kind == OrganisationKind.LOCALITY else payee,
        schemes=list(schemes.values()),
        partial=not sees_all_of(actor, run, payee),
    )


def sees_all_of(actor: Actor, run: Run, payee: Organisation) -> bool:
    """Whether every line of a payee in a run is shown to a person: a lead sees some."""
    if actor.holds(*READS_ALL_MONEY, in_organisation=run.commissioner_id):
        return True
    return actor.holds(*OWN, in_organisation=payee.pk)


def summaries(lines: QuerySet[Line]) -> list[dict[str, Any]]:
    """For each run with such lines, the newest first: what was paid, credited, held."""
    rows: Any = (
        lines.values(
            run_pk=F("run_id"),
            run_number=F("run__number"),
            pay_date=F("run__pay_date"),
            status=F("run__status"),
            payer=F("run__commissioner__name"),
        )
        .annotate(
            paid=Sum("due_pence", filter=Q(kind="payment", held_reason=""), default=0),
            credited=Sum("due_pence", filter=Q(kind="allocation", held_reason=""), default=0),
            held=Sum("due_pence", filter=~Q(held_reason=""), default=0),
        )
        .order_by("-pay_date", "-run_number")
    )
    return list(rows)


def _shown(line: Line, wording: components.Wording) -> StatementLine:
    payable = wording.payable(line.objective, line.component)
    return StatementLine(
        line=line,
        objective=wording.objective_title(line.objective),
        title=payable.title,
        clause=payable.clause,
        working=rules.explain(line.inputs),
    )
