"""What the hall needs to know of people: who reads which chain, how they are called, and whose jobs
an administrator or auditor may look at."""

import uuid
from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Interest, Invitation, User
from localities.models import Commissioner, Person
from pbc import audit, audit_trail, jobs
from pbc.actor import Actor
from pbc.roles import Role


def readable_chains(actor: Actor) -> Mapping[str, str]:
    """The chains of the commissioners whose auditor or administrator the actor is; administrators
    also read the system's own."""
    own = actor.organisations(Role.AUDITOR, Role.ADMINISTRATOR)
    chains = {
        commissioner.audit_chain: commissioner.name
        for commissioner in Commissioner.objects.filter(pk__in=own).order_by("name")
    }
    if actor.holds(Role.ADMINISTRATOR):
        chains[audit.SYSTEM_CHAIN] = "the system"
    return chains


def names(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {person.pk: person.name for person in Person.objects.filter(pk__in=person_ids)}


def overseen(actor: Actor) -> QuerySet[User, uuid.UUID]:
    """The persons whom an auditor or administrator sees."""
    return User.objects.visible_to(actor).values_list("person_id", flat=True)


jobs.overseen_from(overseen)
audit_trail.readable_chains_from(readable_chains)
audit_trail.names_from(names)
audit_trail.page_of(User, lambda pk: reverse("accounts:person", args=[pk]))
audit_trail.page_of(Invitation, lambda pk: reverse("accounts:invitation", args=[pk]))
audit_trail.page_of(Interest, lambda _: reverse("accounts:interests"))
