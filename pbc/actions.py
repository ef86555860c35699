"""What every action has in common: one transaction, and rights read inside it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run a keyword-only verb in a transaction, with ``by`` holding the rights of this moment.

    The body then locks the row, checks the permission, checks the workflow, changes the status,
    writes the audit event and queues what people are told, in that order.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            kwargs["by"] = kwargs["by"].refreshed()  # type: ignore[attr-defined]
            return function(*args, **kwargs)

    return run
