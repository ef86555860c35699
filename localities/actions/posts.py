"""Start and end the posts of GPs at a practice (ENT-05, ENT-06)."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from localities.models import Person, Post, Practice
from localities.permissions import chain_of, check_can_keep_posts, commissioner_of
from localities.statuses import Capacity
from pbc import audit
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def start(
    *,
    practice: Practice,
    person: Person | None,
    title: str = "Dr",
    given_name: str = "",
    family_name: str = "",
    professional_number: str = "",
    capacity: Capacity,
    employed_by_commissioner: bool,
    whole_time_equivalent: Decimal | None = None,
    starts: date,
    by: Actor,
) -> Post:
    """A GP takes up a post: a person given, known by professional number, or named here first."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    check_can_keep_posts(by, practice)
    if person is None:
        person = _named(title, given_name, family_name, professional_number.strip())
    _check(practice, person, starts)
    if person._state.adding:
        person.save()
    post = Post.objects.create(
        person=person,
        practice=practice,
        capacity=capacity,
        employed_by_commissioner=employed_by_commissioner,
        whole_time_equivalent=whole_time_equivalent,
        starts=starts,
    )
    audit.record(
        event="post.started",
        by=by,
        subject=post,
        chain=chain_of(commissioner_of(practice)),
        after={
            "practice": practice.code,
            "capacity": capacity,
            "employed_by_commissioner": employed_by_commissioner,
            "starts": starts,
        },
        personal={"name": person.name},
    )
    return post


@action
def end(*, post: Post, last_day: date, by: Actor) -> Post:
    """A GP leaves: ``last_day`` is the last one in post."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    check_can_keep_posts(by, post.practice)
    if post.ends is not None:
        raise NotNow(f"{post.person} has left this post already.")
    if last_day < post.starts:
        raise BadInput({"last_day": f"Enter a day from {post.starts:%-d %B %Y} on."})
    post.ends = date.fromordinal(last_day.toordinal() + 1)
    post.save(update_fields=["ends"])
    audit.record(
        event="post.ended",
        by=by,
        subject=post,
        chain=chain_of(commissioner_of(post.practice)),
        before={"ends": None},
        after={"ends": post.ends},
    )
    return post


def _named(title: str, given_name: str, family_name: str, professional_number: str) -> Person:
    errors = {}
    if not given_name.strip():
        errors["given_name"] = "Enter the first name."
    if not family_name.strip():
        errors["family_name"] = "Enter the last name."
    known = (
        Person.objects.filter(professional_number=professional_number).first()
        if professional_number
        else None
    )
    if known is not None and known.family_name.casefold() != family_name.strip().casefold():
        errors["professional_number"] = "This is the number of a person of another last name."
    if errors:
        raise BadInput(errors)
    return known or Person(
        title=title.strip(),
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        professional_number=professional_number,
    )


def _check(practice: Practice, person: Person, starts: date) -> None:
    if practice.closed is not None and practice.closed <= starts:
        raise BadInput({"starts": f"{practice} has closed by then."})
    if practice.opened is not None and starts < practice.opened:
        raise BadInput({"starts": f"{practice} opened on {practice.opened:%-d %B %Y}."})
    held = Post.objects.filter(Q(ends__isnull=True) | Q(ends__gt=starts), practice=practice)
    if not person._state.adding and held.filter(person=person).exists():
        raise BadInput({"starts": f"{person} holds a post at this practice then already."})
