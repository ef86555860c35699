"""What is done to a scheme version as a whole: consulted on, approved, opened, ended (SM-01)."""

from les_schemes.actions.schemes.approving import approve, record_consultation, take_back
from les_schemes.actions.schemes.ending import reconcile, withdraw
from les_schemes.actions.schemes.opening import open  # noqa: A004

__all__ = ["approve", "open", "reconcile", "record_consultation", "take_back", "withdraw"]
