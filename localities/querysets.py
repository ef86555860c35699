"""Chainable questions about who there is."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from pbc.actor import Actor
from pbc.roles import (
    HELD_IN_A_COMMISSIONER,
    HELD_IN_A_LOCALITY,
    HELD_IN_A_PRACTICE,
    HELD_IN_A_PROVIDER,
    Role,
)

LEADS = tuple(HELD_IN_A_LOCALITY)
WORKS_IN_A_PRACTICE = tuple(HELD_IN_A_PRACTICE)
# For a practice, or for a provider that is none.
WORKS_FOR_A_PROVIDER = (*HELD_IN_A_PRACTICE, *HELD_IN_A_PROVIDER)
OFFICERS = tuple(HELD_IN_A_COMMISSIONER)


def in_force(day: date, prefix: str = "") -> Q:
    """Dated rows ``[starts, ends)`` that hold on a day."""
    return Q(**{f"{prefix}starts__lte": day}) & (
        Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": day})
    )


class DatedQuerySet(models.QuerySet):
    """Rows that hold from ``starts`` until the day before ``ends``."""

    def on(self, day: date) -> Self:
        return self.filter(in_force(day))


class OrganisationQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Organisations open on a day; one without an opening date has always been."""
        return self.filter(
            Q(opened__isnull=True) | Q(opened__lte=day),
            Q(closed__isnull=True) | Q(closed__gt=day),
        )

    def commissioned_by(self, commissioners: "frozenset[int] | list[int]", day: date) -> Self:
        """Practices that belong to one of the commissioners on a day."""
        return self.filter(
            in_force(day, "commissioner_memberships__"),
            commissioner_memberships__commissioner_id__in=commissioners,
        )

    def in_locality(self, localities: "frozenset[int] | list[int]", day: date) -> Self:
        """Practices that belong to one of the localities on a day."""
        return self.filter(
            in_force(day, "locality_memberships__"),
            locality_memberships__locality_id__in=localities,
        )

    def listed_by(self, commissioners: "frozenset[int] | list[int]", day: date) -> Self:
        """Providers, no practices, that stand on the list of one of the commissioners on a day."""
        listed = self._every().filter(
            in_force(day, "listings__"), listings__commissioner_id__in=commissioners
        )
        return self.filter(pk__in=listed.values("pk"))

    def practices_visible_to(self, actor: Actor, day: date) -> Self:
        """A person's own practice, the practices of a lead's locality, those of a commissioner.

        A commissioner goes on seeing a practice that closed while it was theirs. An administrator
        sees every practice: importing national files is theirs to do.
        """
        if actor.holds(Role.ADMINISTRATOR):
            return self.filter(kind="practice")
        own = actor.organisations(*WORKS_IN_A_PRACTICE)
        led = actor.organisations(*LEADS)
        commissioned = actor.organisations(*OFFICERS)
        every = self._every()
        closed = every.filter(
            closed__lte=day,
            commissioner_memberships__ends=F("closed"),
            commissioner_memberships__commissioner_id__in=commissioned,
        )
        return self.filter(
            Q(pk__in=own)
            | Q(pk__in=every.in_locality(led, day).values("pk"))
            | Q(pk__in=every.commissioned_by(commissioned, day).values("pk"))
            | Q(pk__in=closed.values("pk")),
            kind="practice",
        )

    def providers_visible_to(self, actor: Actor) -> Self:
        """The own provider; those that ever stood on the list of the own commissioner."""
        providers = self.filter(kind="provider")
        if actor.holds(Role.ADMINISTRATOR):
            return providers
        listed = self._every().filter(listings__commissioner_id__in=actor.organisations(*OFFICERS))
        return providers.filter(
            Q(pk__in=actor.organisations(*HELD_IN_A_PROVIDER)) | Q(pk__in=listed.values("pk"))
        )

    def localities_visible_to(self, actor: Actor, day: date) -> Self:
        """The localities of a commissioner, the one a person leads, and that of one's practice."""
        if actor.holds(Role.ADMINISTRATOR):
            return self.filter(kind="locality")
        own = actor.organisations(*WORKS_IN_A_PRACTICE)
        joined = self._every().filter(
            in_force(day, "member_practices__"), member_practices__practice_id__in=own
        )
        return self.filter(
            Q(pk__in=actor.organisations(*LEADS))
            | Q(commissioner_id__in=actor.organisations(*OFFICERS))
            | Q(pk__in=joined.values("pk")),
            kind="locality",
        )

    def commissioners_visible_to(self, actor: Actor) -> Self:
        """Who works in a commissioner sees them all; others those their practice was ever in,
        that of the locality they lead, and those on whose list their provider ever stood."""
        commissioners = self.filter(kind="commissioner")
        if actor.holds(*OFFICERS):
            return commissioners
        own = actor.organisations(*WORKS_IN_A_PRACTICE)
        led = actor.organisations(*LEADS)
        every = self._every()
        of_practice = every.filter(commissioned_practices__practice_id__in=own).values("pk")
        of_provider = every.filter(
            listed_providers__provider_id__in=actor.organisations(*HELD_IN_A_PROVIDER)
        ).values("pk")
        return commissioners.filter(
            Q(pk__in=of_practice)
            | Q(pk__in=of_provider)
            | Q(pk__in=every.filter(localities__pk__in=led).values("pk"))
        )

    def visible_to(self, actor: Actor, day: date) -> Self:
        """Organisations of any kind that a person sees."""
        every = self._every()
        return self.filter(
            Q(pk__in=every.practices_visible_to(actor, day).values("pk"))
            | Q(pk__in=every.localities_visible_to(actor, day).values("pk"))
            | Q(pk__in=every.commissioners_visible_to(actor).values("pk"))
            | Q(pk__in=every.providers_visible_to(actor).values("pk"))
        )

    def _every(self) -> Self:
        """All rows of this kind, whatever this queryset was narrowed to."""
        return type(self)(self.model)


class PersonQuerySet(models.QuerySet):
    pass


class ListSizeQuerySet(models.QuerySet):
    def held(self) -> Self:
        """The figures held now, one a practice and day."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """The figures as known at a moment of domain time (NFR-15)."""
        return self.filter(recorded_at__lte=moment).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        )


class ImportQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Imports are reference data: those who may make them see them all."""
        if actor.holds(Role.ADMINISTRATOR, Role.COMMISSIONER, Role.AUDITOR):
            return self
        return self.none()
