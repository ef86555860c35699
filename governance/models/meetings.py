import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models.committees import Committee
from governance.models.matters import Matter
from governance.querysets import MeetingQuerySet
from governance.statuses import Choice, ConflictSource, ItemStatus, MeetingStatus, Section
from localities.models import Organisation, Person
from pbc import clock
from pbc.models import SealedDocument, StoredFile


class Meeting(models.Model):
    """A meeting of a Committee (SM-13), from its place in the monthly series to its minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    papers_due = models.DateField()
    status = models.CharField(max_length=16, choices=MeetingStatus, default=MeetingStatus.SCHEDULED)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Papers published")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.JSONField(
        default=dict, help_text="What the secretary adds to the record, by item; '' for the whole"
    )
    minutes_approved_at = models.DateTimeField(null=True, blank=True)
    minutes_approved_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="approved_minutes"
    )
    minutes_document = models.ForeignKey(
        SealedDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pack = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    public_pack = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "starts_at"],
                condition=~Q(status="cancelled"),
                name="one_meeting_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(status="in_session"),
                name="one_meeting_in_session",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="a_cancelled_meeting_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee.name}, {self.starts_at.astimezone(clock.LONDON):%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance:meeting", args=[self.pk])


class MeetingMove(models.Model):
    """A meeting was moved: when and where it stood before, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")
    from_starts_at = models.DateTimeField()
    from_place = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        ordering = ["meeting", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_move_has_its_reason")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, moved: {self.reason}"


class Publication(models.Model):
    """The papers of a meeting as they were published, by number; a later one leaves it as it is.

    ``held`` is what the agenda held then, so that a change since can be told.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    pack = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    public_pack = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    held = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="papers_are_published_once_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"Papers of {self.meeting}, version {self.number}"


class AgendaItem(models.Model):
    """One item of a meeting's agenda; only items for decision have a matter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    section = models.CharField(max_length=20, choices=Section)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    private = models.BooleanField(default=False)
    matter = models.ForeignKey(
        Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    status = models.CharField(max_length=12, choices=ItemStatus, default=ItemStatus.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    quorum = models.JSONField(
        default=dict, help_text="Worked out on opening: who counts, what lacks, quorate or not"
    )
    note = models.TextField(blank=True)
    deferral_reason = models.TextField(
        blank=True, help_text="Why it was put off undecided: those whom it concerns are told"
    )

    class Meta:
        ordering = ["meeting", "private", "section", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "matter"],
                condition=Q(matter__isnull=False),
                name="a_matter_is_once_on_an_agenda",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(status="open"), name="one_item_heard_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A person was at a meeting from ``arrived_at`` until ``left_at``; or sent apologies."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    apologies = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "person__family_name", "arrived_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(apologies=True, arrived_at__isnull=True, left_at__isnull=True)
                | Q(apologies=False, arrived_at__isnull=False),
                name="present_or_sent_apologies",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="leaves_after_arriving",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(left_at__isnull=True),
                name="one_open_attendance_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"


class Conflict(models.Model):
    """A member is out of one item, why, and how it was managed (GOV-04, AMB-95)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    source = models.CharField(max_length=18, choices=ConflictSource)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300)
    managed = models.CharField(
        max_length=300, default="Withdrew from the item: no vote, not counted to the quorum"
    )
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "person__family_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "source", "reason"], name="a_conflict_is_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.reason}"


class Vote(models.Model):
    """A member's vote on an item. The database refuses that of a conflicted member (TV-38)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice)
    cast_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        ordering = ["item", "person__family_name"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="one_vote_a_member")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"


class ActionPoint(models.Model):
    """An entry of the action log (GOV-08)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="action_points")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="action_points")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="action_points"
    )
    text = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="action_points")
    due = models.DateField()
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    done_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due"]

    def __str__(self) -> str:
        return self.text
