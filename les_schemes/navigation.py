"""The entries of the menu that lead to schemes, sign-ups, monthly reports and claims."""

from les_schemes.readings.permissions import can_read_register
from pbc import navigation
from pbc.actor import Actor
from pbc.roles import MANAGES_A_PROVIDER, Role


def _sees_sign_ups(actor: Actor) -> bool:
    return actor.holds(
        *MANAGES_A_PROVIDER,
        Role.LOCALITY_LEAD,
        Role.COMMISSIONER,
        Role.AUDITOR,
        Role.FINANCE_PREPARER,
        Role.FINANCE_APPROVER,
    )


def _sees_reports(actor: Actor) -> bool:
    return actor.holds(Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD, Role.COMMISSIONER, Role.AUDITOR)


def _sees_claims(actor: Actor) -> bool:
    return actor.holds(*MANAGES_A_PROVIDER, Role.LOCALITY_LEAD, Role.COMMISSIONER, Role.AUDITOR)


navigation.register("Schemes", "les_schemes:schemes", order=20)
navigation.register("Procurement", "les_schemes:procurement-register", order=25)
navigation.register(
    "Readings", "les_schemes:readings-register", order=26, shown_to=can_read_register
)
navigation.register("Sign-ups", "les_schemes:sign-ups", order=30, shown_to=_sees_sign_ups)
navigation.register("Reports", "les_schemes:reports", order=32, shown_to=_sees_reports)
navigation.register("Claims", "les_schemes:claims", order=34, shown_to=_sees_claims)
