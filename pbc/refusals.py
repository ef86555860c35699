"""How an action says no. Every message is written for the person who meets it."""

from django.core.exceptions import PermissionDenied


class Refusal(Exception):
    """The action was not done, nothing was written; ``message`` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotPermitted(Refusal, PermissionDenied):
    """This person may not do this to this thing."""


class NotNow(Refusal):
    """The state of the thing does not allow this now."""


class BadInput(Refusal):
    """What was given cannot be taken; ``errors`` maps a field to what is wrong with it."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors
