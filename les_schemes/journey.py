"""The steps of the sign-up journey, and which of them is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from les_schemes.models import SignUp
from les_schemes.progress import Progress
from les_schemes.statuses import SignUpStatus
from les_schemes.workflow import SIGN_UP
from pbc.nhsuk import task

COMPLETED = "Completed"


@dataclass(frozen=True)
class Step:
    """One step: its page, whether it is done, what to say of it, and what it waits for."""

    title: str
    url_name: str
    is_done: bool
    hint: str = ""
    status: str = "To do"
    after: str = ""

    @property
    def needed_first(self) -> str:
        """Why the sheet cannot be returned before this step."""
        return f"Not done yet: {self.title[0].lower()}{self.title[1:]}."


def steps(sign_up: SignUp, progress: Progress) -> list[Step]:
    return list(_steps(sign_up, progress))


def tasks(sign_up: SignUp, progress: Progress) -> list[dict[str, Any]]:
    """The task list of the sheet's page."""
    return [
        task(
            step.title,
            href=None if step.after else reverse(f"les_schemes:{step.url_name}", args=[sign_up.pk]),
            status=COMPLETED if step.is_done else step.status,
            hint=step.after or step.hint,
        )
        for step in steps(sign_up, progress)
    ]


def first_missing(sign_up: SignUp, progress: Progress) -> Step | None:
    """The first step that has to be done before the sheet can be returned."""
    return next(
        (
            step
            for step in steps(sign_up, progress)
            if not step.is_done and step.url_name not in _MAY_WAIT
        ),
        None,
    )


# Returning is the step itself; GPs may sign after it.
_MAY_WAIT = {"sign-up-submit", "sign-up-answer", "sign-up-remind"}


def _steps(sign_up: SignUp, progress: Progress) -> Iterator[Step]:
    if sign_up.is_of_practice:
        yield from _steps_of_practice(sign_up, progress)
    else:
        yield from _steps_of_provider(sign_up, progress)


def _steps_of_provider(sign_up: SignUp, progress: Progress) -> Iterator[Step]:
    """Of a provider that is no practice: one person signs, who is authorised to."""
    accepted = sign_up.undertaking_accepted_at is not None
    signed = progress.for_practice is not None
    yield Step(
        "Give the contact number",
        "sign-up-give-contact-number",
        bool(sign_up.contact_number),
        hint=sign_up.contact_number,
    )
    yield _undertaking(sign_up)
    yield Step(
        f"Sign for {sign_up.provider}",
        "sign-up-sign-for-provider",
        signed,
        hint=str(progress.for_practice or "As its authorised signatory"),
        after="" if sign_up.contact_number and accepted else "Do the steps above first",
    )
    yield _returning(sign_up, "", ready=signed)


def _undertaking(sign_up: SignUp) -> Step:
    return Step(
        "Read and accept the undertaking",
        "sign-up-accept-undertaking",
        sign_up.undertaking_accepted_at is not None,
        hint=f"{len(sign_up.version.texts_in_force['commitments'])} commitments",
    )


def _returning(sign_up: SignUp, hint: str, *, ready: bool) -> Step:
    is_query = sign_up.status == SignUpStatus.QUERIED
    whom = "the practice" if sign_up.is_of_practice else "the provider"
    return Step(
        "Answer the query and return the sheet" if is_query else "Check and return the sheet",
        "sign-up-answer" if is_query else "sign-up-submit",
        is_done=False,
        hint=hint,
        after="" if ready else f"Sign for {whom} first",
    )


def _steps_of_practice(sign_up: SignUp, progress: Progress) -> Iterator[Step]:
    confirmed = sign_up.gps_confirmed_at is not None
    chosen = sign_up.has_chosen_locality and bool(sign_up.contact_number)
    accepted = sign_up.undertaking_accepted_at is not None
    ready = confirmed and chosen and accepted
    yield Step(
        "Check the practice’s GPs",
        "sign-up-confirm-gps",
        confirmed,
        hint=f"{len(progress.named)} named, {len(progress.required)} to sign",
    )
    yield Step(
        "Choose the PBC Locality and contact number",
        "sign-up-choose-locality",
        chosen,
        hint=sign_up.locality_joined,
    )
    yield _undertaking(sign_up)
    yield _asking(sign_up, progress, ready=ready)
    signed = progress.for_practice is not None
    yield Step(
        "Sign for the practice",
        "sign-up-sign-for-practice",
        signed,
        hint=str(progress.for_practice or "As practice manager or practice PBC lead"),
        after="" if SIGN_UP.allows(sign_up.status, "sign_for_practice") else "Ask the GPs first",
    )
    hint = "" if progress.all_signed else f"{progress.in_short}; you may return it unsigned"
    yield _returning(sign_up, hint, ready=signed and ready)


def _asking(sign_up: SignUp, progress: Progress, *, ready: bool) -> Step:
    to_ask = [gp for gp in progress.required if gp.asked_at is None]
    if to_ask or sign_up.status == SignUpStatus.DRAFT:
        return Step(
            "Ask the GPs to sign",
            "sign-up-request-signatures",
            is_done=False,
            hint="Each gets a link and signs for himself or herself alone",
            after="" if ready else "Do the steps above first",
        )
    hint = progress.in_short
    if progress.waiting:
        hint += f", waiting on {progress.waiting_names} since {progress.waiting_since:%-d %B %Y}"
    if progress.declined:
        hint += f"; {len(progress.declined)} decline"
    return Step(
        "The GPs sign",
        "sign-up-remind" if progress.waiting else "sign-up-confirm-gps",
        is_done=progress.all_signed,
        hint=hint,
        status="Waiting" if progress.waiting else "Declined",
    )


def in_words(sign_up: SignUp) -> str:
    """What the sheet is now, in a sentence."""
    return f"The sign-up is {sign_up.get_status_display().lower()}"
