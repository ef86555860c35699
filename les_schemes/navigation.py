"""The entries of the menu that lead to schemes and sign-ups."""

from pbc import navigation
from pbc.actor import Actor
from pbc.roles import Role


def _sees_sign_ups(actor: Actor) -> bool:
    return actor.holds(
        Role.PRACTICE_MANAGER,
        Role.LOCALITY_LEAD,
        Role.COMMISSIONER,
        Role.AUDITOR,
        Role.FINANCE_PREPARER,
        Role.FINANCE_APPROVER,
    )


navigation.register("Schemes", "les_schemes:schemes", order=20)
navigation.register("Sign-ups", "les_schemes:sign-ups", order=30, shown_to=_sees_sign_ups)
