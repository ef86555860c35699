"""Which lines a run works out but does not pay, and why. A held line counts as paid nowhere, so
the next run works it out again and pays it when the reason has gone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from les_schemes.rules import Line
from les_schemes.rules.kind import PAYMENT
from pbc.money import pounds

Conditions = Mapping[tuple[str, int | None], str]


def nets(
    schemes: Iterable[tuple[Sequence[Line], Conditions]], without_account: Mapping[str, str]
) -> dict[str, int]:
    """What the payments of each payee come to, in pence, over the lines and conditions of all
    schemes of a run. What waits on a condition is not there to set anything against."""
    found: dict[str, int] = defaultdict(int)
    for lines, conditions in schemes:
        for line in lines:
            is_paid = line.payee not in without_account and not _condition(line, conditions)
            if line.kind == PAYMENT and is_paid:
                found[line.payee] += line.due_pence
    return found


def reasons(
    lines: Sequence[Line],
    *,
    without_account: Mapping[str, str],
    conditions: Conditions,
    nets: Mapping[str, int],
) -> list[str]:
    """For each line of a scheme why it is held, or nothing.

    Held are the lines that wait on a condition of a decision of the Committee, those of a
    locality to whose payments no payee is named (EXC-10), and the
    payments of a payee that together come to less than nothing: they are carried forward and set
    against what comes next (EXC-16, readings.md AMB-102). A line with nothing due is not held.
    """
    return [_condition(line, conditions) or _reason(line, nets, without_account) for line in lines]


def _condition(line: Line, conditions: Conditions) -> str:
    text = conditions.get((line.payee, line.objective)) or conditions.get((line.payee, None))
    if not text or line.due_pence <= 0:
        return ""
    return f"It waits until a condition of the Committee's decision is met: {text}"[:300]


def _reason(line: Line, nets: Mapping[str, int], without_account: Mapping[str, str]) -> str:
    if not line.due_pence:
        return ""
    if line.payee in without_account:
        return (
            "No payee is named for this locality, so nothing can be paid to it. Name one; the "
            "next run pays it."
        )
    net = nets.get(line.payee, 0)
    if line.kind == PAYMENT and net < 0:
        return (
            f"Together the payments of this run would take {pounds(-net)} back from this payee. "
            "Nothing is collected: it is carried forward and set against the next payments."
        )
    return ""
