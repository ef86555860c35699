"""The entries of this room in the navigation, and where its objects have a page."""

from django.urls import reverse

from localities.models import Import
from pbc import audit_trail, navigation
from pbc.roles import HELD_IN_A_COMMISSIONER, HELD_IN_A_LOCALITY, HELD_IN_A_PROVIDER, Role

navigation.register("Practices", "localities:practices", order=50)
navigation.register(
    "Providers",
    "localities:providers",
    order=52,
    shown_to=lambda actor: actor.holds(*HELD_IN_A_COMMISSIONER, *HELD_IN_A_PROVIDER),
)
navigation.register(
    "Localities",
    "localities:localities",
    order=55,
    shown_to=lambda actor: actor.holds(*HELD_IN_A_COMMISSIONER, *HELD_IN_A_LOCALITY),
)
navigation.register(
    "Imports",
    "localities:import-list",
    order=75,
    shown_to=lambda actor: actor.holds(Role.ADMINISTRATOR, Role.COMMISSIONER, Role.AUDITOR),
)
audit_trail.page_of(Import, lambda pk: reverse("localities:import", args=[pk]))
