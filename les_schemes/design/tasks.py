"""What is to be done to a draft before it can be offered, and what of it is done."""

from typing import Any

from django.urls import reverse

from les_schemes.costing import dry_runs
from les_schemes.design import readiness
from les_schemes.design.texts import PARAGRAPHS, SENTENCES
from les_schemes.examples import outcomes
from les_schemes.models import SchemeVersion
from pbc.nhsuk import task

COMPLETED, NOT_STARTED, INCOMPLETE = "Completed", "Not started", "Incomplete"


def of(version: SchemeVersion) -> list[dict[str, Any]]:
    """The tasks in the order in which they are usually done; a file brings all but the log."""
    consulted = version.consultations.count()
    log = _task(
        "Log the consultation",
        "scheme-consultation",
        version,
        COMPLETED if consulted else NOT_STARTED,
        hint=f"{consulted} entered" if consulted else "The Local Medical Committee and others",
    )
    examples = _examples(version)
    if version.rules:
        return [log, examples, *_costing(version)]
    shares = list(version.cost_shares.select_related("commissioner"))
    objectives = version.objectives.count()
    return [
        _task("Describe the scheme", "scheme-describe", version, _described(version)),
        _task(
            "Add the objectives",
            "objective-choose-kind",
            version,
            COMPLETED if objectives else NOT_STARTED,
            hint=f"{objectives} so far" if objectives else "What the scheme pays for, and how",
        ),
        _task(
            "Choose the readings of the whole scheme",
            "scheme-readings",
            version,
            COMPLETED if version.reading_choices.filter(objective=0).exists() else NOT_STARTED,
            hint="Late sheets, withdrawal, a change of locality",
        ),
        examples,
        log,
        _task(
            "Share the cost between commissioners",
            "scheme-shares",
            version,
            COMPLETED if shares else NOT_STARTED,
            hint=", ".join(str(share) for share in shares),
        ),
        *(_costing(version) if objectives else []),
    ]


def _costing(version: SchemeVersion) -> list[dict[str, Any]]:
    """What it would cost, and the dry run."""
    why_not = dry_runs.why_not(version)
    made = version.dry_runs.exists()
    return [
        _task(
            "See what it would cost",
            "scheme-costs",
            version,
            COMPLETED if hasattr(version, "cost_assumptions") else NOT_STARTED,
            hint="Try other rates, caps and readings on what you assume",
        ),
        _task(
            "Make a dry run, and accept it",
            "dry-runs",
            version,
            INCOMPLETE if why_not and made else NOT_STARTED if why_not else COMPLETED,
            hint=why_not or "Accepted",
        ),
    ]


def _described(version: SchemeVersion) -> str:
    texts = version.texts
    if readiness.is_described(version):
        return COMPLETED
    written = [name for name in (*SENTENCES, *PARAGRAPHS) if texts.get(name)]
    return INCOMPLETE if len(written) > 1 else NOT_STARTED


def _examples(version: SchemeVersion) -> dict[str, Any]:
    """Worked out where all agree and each objective pays in one of them."""
    number = version.examples.count()
    why_not = outcomes.why_not(version) if number else ""
    status = NOT_STARTED
    if number:
        status = INCOMPLETE if why_not else COMPLETED
    agree = f"{number} agree" if number > 1 else "One agrees"
    hint = why_not or agree if number else "What it pays, worked out by hand and compared"
    return _task("Work out examples", "examples", version, status, hint=hint)


def _task(
    title: str, address: str, version: SchemeVersion, status: str, hint: str = ""
) -> dict[str, Any]:
    href = reverse(f"les_schemes:{address}", args=[version.pk])
    return task(title, href=href, status=status, hint=hint or None)
