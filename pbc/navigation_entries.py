"""The hall's own entries of the navigation."""

from pbc import inbox, navigation
from pbc.roles import Role

navigation.register("Home", "home", order=0)
navigation.register(
    "Audit trail",
    "pbc:audit",
    order=90,
    shown_to=lambda actor: actor.holds(Role.AUDITOR, Role.ADMINISTRATOR),
)
navigation.count_unread(inbox.count_unread)
navigation.place("messages", "pbc:messages")
navigation.place("move_clock", "pbc:clock")
