"""``manage.py invite_first_administrator``: where an installation begins."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions import invitations
from localities.actions import commissioners
from localities.statuses import CommissionerType
from pbc.actor import SYSTEM
from pbc.refusals import BadInput, Refusal

TYPES = [kind for kind in CommissionerType if kind != CommissionerType.UNKNOWN]


class Command(BaseCommand):
    help = (
        "Makes the commissioner of a new installation and invites its first administrator, who "
        "invites everyone else. Prints the link of the invitation and e-mails it too. Refuses "
        "where somebody administers already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commissioner", required=True, metavar="CODE", help="such as 5P4")
        parser.add_argument(
            "--commissioner-name",
            required=True,
            metavar="NAME",
            help='such as "West Hertfordshire Primary Care Trust"',
        )
        parser.add_argument(
            "--commissioner-type",
            choices=[kind.value for kind in TYPES],
            default=CommissionerType.PCT.value,
            help="what kind of organisation it is (default: pct)",
        )
        parser.add_argument("--email", required=True, help="the administrator's own address")
        parser.add_argument("--given-name", required=True)
        parser.add_argument("--family-name", required=True)
        parser.add_argument("--title", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            invited = self._begin(options)
        except ValidationError as fault:
            raise CommandError(f"--email: {' '.join(fault.messages)}") from fault
        except BadInput as refusal:
            raise CommandError(" ".join(refusal.errors.values())) from refusal
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        invitation = invited.invitation
        self.stdout.write(
            f"{invitation.person} is invited as {invitation.get_role_display()} of "
            f"{invitation.organisation}.\n"
            f"The link works once, until {invitation.expires_at:%-d %B %Y}; it is on its way to "
            f"{invitation.email} too:\n\n"
            f"{settings.PBC_SITE_URL}{invited.path}"
        )

    def _begin(self, options: dict[str, Any]) -> invitations.Invited:
        """All or nothing: no commissioner stays without its administrator."""
        with transaction.atomic():
            commissioner = commissioners.establish(
                code=options["commissioner"],
                name=options["commissioner_name"],
                commissioner_type=CommissionerType(options["commissioner_type"]),
                by=SYSTEM,
            )
            return invitations.invite_first_administrator(
                invitee=invitations.Invitee(
                    email=options["email"],
                    title=options["title"],
                    given_name=options["given_name"],
                    family_name=options["family_name"],
                ),
                commissioner=commissioner,
                by=SYSTEM,
            )
