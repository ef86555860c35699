"""What people are told of applications: to whom, when, in which words.

What the Committee decided is told by its letter.
"""

from applications.models import LevelApplication
from applications.statuses import Direction
from governance.telling import holders
from pbc import clock, outbox
from pbc.roles import Role


def tell_of_submission(application: LevelApplication) -> None:
    """The commissioning officers: an application waits for review."""
    _tell(
        application,
        [application.locality.commissioner_id],
        Role.COMMISSIONER,
        event="submitted",
        subject=f"{application.locality} applies for level {application.level}",
        body=(
            f"{application.locality} has applied for operating level {application.level}. Read the "
            "evidence for each criterion, then put the application before the Committee."
        ),
    )


def tell_of_matter(application: LevelApplication) -> None:
    """The locality's leads: their level is before the Committee."""
    if application.direction == Direction.UP:
        subject = f"Your application for level {application.level} is before the Committee"
        body = "An officer has read the evidence and put the application before the Committee."
    else:
        subject = f"Proposed: {application.locality} at level {application.level}"
        body = (
            f"The commissioner proposes to the Committee that {application.locality} go down to "
            f"level {application.level}. The reason given: {application.case}"
        )
    _tell(
        application,
        [application.locality_id],
        Role.LOCALITY_LEAD,
        event="before-committee",
        subject=subject,
        body=body,
    )


def tell_of_withdrawal(application: LevelApplication, reason: str) -> None:
    """The other side: an application they knew of is taken back."""
    up = application.direction == Direction.UP
    _tell(
        application,
        [application.locality.commissioner_id if up else application.locality_id],
        Role.COMMISSIONER if up else Role.LOCALITY_LEAD,
        event="withdrawn",
        subject=f"Withdrawn: {application.locality} at level {application.level}",
        body=f"The reason given: {reason}",
    )


def _tell(
    application: LevelApplication,
    organisations: list[int | None],
    role: Role,
    *,
    event: str,
    subject: str,
    body: str,
) -> None:
    for user in holders([pk for pk in organisations if pk is not None], role):
        outbox.send(
            to=user.as_recipient,
            kind=f"level_application.{event.replace('-', '_')}",
            subject=subject,
            body=body,
            path=application.get_absolute_url(),
            key=f"level:{application.pk}:{event}:{clock.now().isoformat()}:{user.person_id}",
        )
