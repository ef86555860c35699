"""What comes of an attempt that is undone: nothing, or the kind of refusal."""

from collections.abc import Callable

from django.db import transaction

from pbc.refusals import Refusal


def outcome_of(attempt: Callable[[], object], traces: Callable[[], object]) -> type[Refusal] | None:
    """None where the attempt was done, else its refusal, which must have left no trace."""
    before = traces()
    with transaction.atomic():
        undo = transaction.savepoint()
        try:
            attempt()
        except Refusal as refusal:
            assert traces() == before, "refused, and left traces"
            return type(refusal)
        else:
            assert traces() != before, "done, and left no trace"
            return None
        finally:
            transaction.savepoint_rollback(undo)
