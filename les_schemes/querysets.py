"""Chainable questions about schemes and sign-ups."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from les_schemes.statuses import SchemeStatus, SignUpStatus
from localities.querysets import LEADS, WORKS_IN_A_PRACTICE
from pbc.actor import Actor
from pbc.roles import READS_ALL_MONEY, Role


class SchemeVersionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=SchemeStatus.OPEN)

    def offered_by(self, commissioner_id: int) -> Self:
        """Versions this commissioner leads or shares."""
        return self.filter(
            Q(commissioner_id=commissioner_id) | Q(partners=commissioner_id)
        ).distinct()

    def visible_to(self, actor: Actor) -> Self:
        """An open scheme is no secret to anyone signed in; a draft is its commissioner's."""
        officer_of = actor.organisations(Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR)
        return self.filter(
            ~Q(status=SchemeStatus.DRAFT)
            | Q(commissioner_id__in=officer_of)
            | Q(partners__in=officer_of)
        ).distinct()


class SignUpQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own practice; of the members of a lead's locality; of the own commissioner.

        What a practice is paid is not for the LMC, and for the Committee only in its papers.
        """
        return self.filter(
            Q(practice_id__in=actor.organisations(*WORKS_IN_A_PRACTICE))
            | Q(locality_id__in=actor.organisations(*LEADS))
            | Q(commissioner_id__in=actor.organisations(*READS_ALL_MONEY, Role.ADMINISTRATOR))
        )

    def with_progress(self) -> Self:
        """Adds ``required_gps`` and ``signed_gps``: the signatures that count, and those given.

        A GP who joined after acceptance is asked to sign and changes nothing (AMB-06).
        """
        required = Q(named_gps__required=True, named_gps__joined_later=False)
        return self.annotate(
            required_gps=Count("named_gps", filter=required, distinct=True),
            signed_gps=Count(
                "named_gps",
                filter=required & Q(named_gps__signature__isnull=False),
                distinct=True,
            ),
        )

    def awaiting_review(self) -> Self:
        """Returned sheets that wait on the commissioner, longest waiting first."""
        return self.filter(status=SignUpStatus.SUBMITTED).order_by("submitted_at")

    def named_like(self, words: str) -> Self:
        """Of practices whose name holds the words, or whose code is these."""
        return self.filter(Q(practice__name__icontains=words) | Q(practice__code__iexact=words))

    def received_late(self, is_late: bool) -> Self:
        """Returned sheets that came after the deadline of their scheme, or by it."""
        after = Q(received_at__gt=F("version__sign_up_deadline"))
        return self.filter(received_at__isnull=False).filter(after if is_late else ~after)


class ReturnedSheetQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own practice; of the own commissioner, for its officers and auditors."""
        return self.filter(
            Q(sign_up__practice_id__in=actor.organisations(*WORKS_IN_A_PRACTICE))
            | Q(
                sign_up__commissioner_id__in=actor.organisations(
                    Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR
                )
            )
        )

    def waiting(self) -> Self:
        """Sheets that nobody has verified or rejected yet, longest waiting first."""
        return self.filter(verified_at__isnull=True, rejected_at__isnull=True).order_by(
            "uploaded_at"
        )

    def to_verify_by(self, actor: Actor) -> Self:
        """Waiting sheets that another officer of the actor's commissioner uploaded."""
        return (
            self.waiting()
            .filter(sign_up__commissioner_id__in=actor.organisations(Role.COMMISSIONER))
            .exclude(uploaded_by=actor.person_id)
        )
