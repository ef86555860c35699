"""A line of an approved run can be disputed by whoever speaks for its payee (SM-17)."""

import uuid

from governance import disputable
from governance.disputable import Disputed
from governance.permissions import can_pursue_appeal
from payments.models import Line
from pbc.actor import Actor
from pbc.money import pounds

LINE = "payments.line"


def subject_id(line: Line) -> str:
    """How a dispute names a line: its run and its number in it."""
    return f"{line.run_id}.{line.number}"


def may_dispute(actor: Actor, line: Line) -> bool:
    """Whether the person speaks for the payee of the line."""
    return can_pursue_appeal(actor, line.payee_id)


def _find(actor: Actor, named: str) -> Disputed | None:
    run_id, _, number = named.partition(".")
    try:
        lookup = {"run_id": uuid.UUID(run_id), "number": int(number)}
    except ValueError:
        return None
    lines = Line.objects.visible_to(actor).select_related("run__commissioner", "payee")
    line = lines.filter(**lookup).first()
    if line is None:
        return None
    return Disputed(
        title=f"{pounds(line.due_pence)} of run {line.run.number}, line {line.number}",
        commissioner=line.run.commissioner,
        organisation=line.payee,
        url=line.get_absolute_url(),
    )


disputable.register(LINE, _find)
