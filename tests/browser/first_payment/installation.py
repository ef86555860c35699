"""What is done at the command line."""

import io
from collections.abc import Callable

from django.core.management import call_command

from tests.browser.first_payment.stranger import Stranger


def command(*words: str, **options: str) -> str:
    """What a command of the installation prints."""
    printed = io.StringIO()
    call_command(*words, **options, stdout=printed)
    return printed.getvalue()


def begin(somebody: Callable[[str], Stranger]) -> Stranger:
    """The machine is bare: the command line makes the commissioner and invites one person."""
    administrator = somebody("Ms Ingrid Marlowe")
    printed = command(
        "invite_first_administrator",
        commissioner="5P4",
        commissioner_name="West Hertfordshire Primary Care Trust",
        title="Ms",
        given_name="Ingrid",
        family_name="Marlowe",
        email=administrator.email,
    )
    path = "/" + printed.strip().rsplit("\n", 1)[-1].split("/", 3)[3]
    assert path == administrator.letter("You are invited as Administrator")
    administrator.accept_invitation(path)
    return administrator
