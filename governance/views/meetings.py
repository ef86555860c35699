"""The Committee's meetings: the list, and each meeting from its agenda to its close."""

from governance.querysets import SITS_OR_SERVES
from pbc.guards import holders_of
from pbc.pages import Page
from pbc.roles import Role

READERS = (*SITS_OR_SERVES, Role.LMC_OBSERVER, Role.ADMINISTRATOR)


class Meetings(Page):
    """The meetings of the Committees this person follows."""

    guard = holders_of(*READERS)
    template_name = "governance/meeting/list.html"
