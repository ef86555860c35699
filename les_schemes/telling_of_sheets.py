"""What people are told of a sheet that came on paper."""

from les_schemes.models import NamedGP, ReturnedSheet
from les_schemes.progress import listed
from les_schemes.rules.wording import on_day
from les_schemes.telling import holders, tell_managers
from pbc import outbox
from pbc.roles import Role


def tell_of_upload(sheet: ReturnedSheet) -> None:
    """The practice hears that its sheet has come, the other officers that it waits for them."""
    sign_up = sheet.sign_up
    tell_managers(
        sign_up,
        kind="returned_sheet.received",
        subject=f"Your sheet for {sign_up.version} has arrived",
        body=(
            f"{sign_up.commissioner} received the sheet of {sign_up.provider} on "
            f"{on_day(sheet.received_on)}. A second person checks its scan before it counts."
        ),
        key=f"sheet-received:{sheet.pk}",
    )
    for user in holders(Role.COMMISSIONER, [sign_up.commissioner_id]):
        if user.person_id == sheet.uploaded_by:
            continue
        outbox.send(
            to=user.as_recipient,
            kind="returned_sheet.to_verify",
            subject=f"A sheet of {sign_up.provider} waits to be verified",
            body=(
                "A colleague uploaded its scan. Compare the entries with the scan; whoever "
                "uploaded it cannot verify it."
            ),
            path=sheet.get_absolute_url(),
            key=f"sheet-to-verify:{sheet.pk}:{user.person_id}",
        )


def tell_of_verification(sheet: ReturnedSheet, unsigned: list[NamedGP]) -> None:
    sign_up = sheet.sign_up
    body = f"The sheet received on {on_day(sheet.received_on)} is recorded."
    if unsigned:
        names = listed([str(named.post.person) for named in unsigned])
        body += (
            f" Not signed yet by {names}: each can still sign, on the page of the sign-up or on a "
            "further sheet."
        )
    tell_managers(
        sign_up,
        kind="returned_sheet.verified",
        subject=f"Your sheet for {sign_up.version} is recorded",
        body=body,
        key=f"sheet-verified:{sheet.pk}",
    )


def tell_of_rejection(sheet: ReturnedSheet) -> None:
    """The practice is told, and the officer who uploaded it if another rejects it."""
    sign_up = sheet.sign_up
    reason = f"The reason: {sheet.rejection_reason}"
    tell_managers(
        sign_up,
        kind="returned_sheet.rejected",
        subject=f"Your sheet for {sign_up.version} could not be recorded",
        body=f"{sign_up.commissioner} checked the sheet and could not record it. {reason}",
        key=f"sheet-rejected:{sheet.pk}",
    )
    for user in holders(Role.COMMISSIONER, [sign_up.commissioner_id]):
        if user.person_id == sheet.uploaded_by != sheet.rejected_by:
            outbox.send(
                to=user.as_recipient,
                kind="returned_sheet.rejected",
                subject=f"The sheet of {sign_up.provider} you uploaded is rejected",
                body=reason,
                path=sheet.get_absolute_url(),
                key=f"sheet-rejected:{sheet.pk}:{user.person_id}",
            )
