"""Sheets on paper that wait to be verified, for the home page."""

from collections.abc import Iterator

from django.urls import reverse

from les_schemes.models import ReturnedSheet
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.waiting import WaitingItem


@waiting.register
def sheets_to_verify(actor: Actor) -> Iterator[WaitingItem]:
    """The scans another officer uploaded: one by name, several together."""
    groups: dict[tuple[object, object], list[ReturnedSheet]] = {}
    sheets = ReturnedSheet.objects.to_verify_by(actor).select_related(
        "sign_up__provider", "sign_up__commissioner", "sign_up__version__scheme"
    )
    for sheet in sheets:
        key = (sheet.sign_up.commissioner_id, sheet.sign_up.version_id)
        groups.setdefault(key, []).append(sheet)
    for group in groups.values():
        yield _item(group)


def _item(group: list[ReturnedSheet]) -> WaitingItem:
    oldest = group[0]
    number = len(group)
    version = oldest.sign_up.version
    return WaitingItem(
        title="Paper sheet to verify" if number == 1 else "Paper sheets to verify",
        url=oldest.get_absolute_url()
        if number == 1
        else reverse("les_schemes:returned-sheets", args=[version.pk]),
        since=oldest.uploaded_at.astimezone(clock.LONDON).date(),
        count=number,
        explanation=(
            f"{oldest.sign_up.provider}: compare the entries with the scan."
            if number == 1
            else "Compare the entries with each scan. Who uploaded a sheet cannot verify it."
        ),
        organisation=oldest.sign_up.commissioner.name,
    )
