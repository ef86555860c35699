"""The entries of accounts in the navigation."""

from pbc import navigation
from pbc.roles import MANAGES_A_PROVIDER, Role

navigation.register("Interests", "accounts:interests", order=70)
navigation.register(
    "People",
    "accounts:people",
    order=80,
    shown_to=lambda actor: actor.holds(Role.ADMINISTRATOR, Role.AUDITOR, *MANAGES_A_PROVIDER),
)
