"""What of organisations and their files waits on a person, for the home page."""

from collections.abc import Iterator

from django.urls import reverse

from localities.models import Import, Practice
from localities.statuses import ImportStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem


@waiting.register
def files_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """Files a person uploaded and has not decided on; the very first ones, where none are held."""
    if not actor.holds(Role.ADMINISTRATOR, Role.COMMISSIONER):
        return
    uploaded = Import.objects.filter(
        uploaded_by=actor.person_id, status=ImportStatus.CHECKED
    ).select_related("file")
    for imported in uploaded.order_by("uploaded_at"):
        yield WaitingItem(
            title=f"Confirm {imported.file.original_name}, or put it away",
            url=imported.get_absolute_url(),
            since=imported.uploaded_at.astimezone(clock.LONDON).date(),
            explanation="The file is checked. Nothing is written before you confirm.",
        )
    if actor.holds(Role.ADMINISTRATOR) and not Practice.objects.exists():
        yield WaitingItem(
            title="Import the practices",
            url=reverse("localities:import-upload"),
            explanation="Nothing is held here yet. Begin with the ODS practices (epraccur), then "
            "memberships, commissioners and list sizes. Then invite people.",
        )
