"""A scheme version as a scheme file, from which another commissioner can load it."""

from typing import Any

from les_schemes.loading import archive, designed, examples, fixed_rules, form, shares, toml
from les_schemes.models import SchemeVersion, StatementTerms
from les_schemes.procurement.statuses import tests_are_required
from pbc import clock, files

_STATEMENT = ("hours_test", "opens_on", "due_on", "grace_days", "sample_percent")


def packed(version: SchemeVersion) -> bytes:
    """The ZIP of the version's scheme file and framework document."""
    stored = version.framework.file
    return archive.packed(
        written(version).encode(), stored.original_name, files.open_verified(stored)
    )


def written(version: SchemeVersion) -> str:
    """The version's scheme file. Files that came with a consultation stay behind."""
    document = {name: value for name, value in _document(version).items() if value is not None}
    title = f"{version}, version {version.number}, of {version.commissioner}"
    return f"# {title}\n\n{toml.dumps(document)}"


def _document(version: SchemeVersion) -> dict[str, Any]:
    """What the file says, in the order in which people read it; None is left out."""
    deadline = version.sign_up_deadline.astimezone(clock.LONDON)
    objectives = list(version.objectives.order_by("number"))
    framework = version.framework
    return {
        "code": version.scheme.code,
        "title": version.scheme.title,
        "financial_year_starts_in": version.financial_year_starts_in,
        "rules": version.rules or None,
        "dated": version.dated or None,
        "sign_up_deadline": deadline,
        "review_on": version.review_on,
        "withdrawal_notice_days": version.withdrawal_notice_days or None,
        "return_address": version.return_address,
        "return_email": version.return_email,
        "stakeholders": version.stakeholders or None,
        **_provision(version),
        "framework": {
            "title": framework.title,
            "agreed": framework.agreed,
            "file": framework.file.original_name,
        },
        "cost_shares": {
            share.commissioner.code: shares.written(share.hundredths)
            for share in version.cost_shares.select_related("commissioner")
        }
        or None,
        "terms": version.terms if version.rules else None,
        "readings": version.readings,
        "statement": _statement(version),
        "texts": {name: text for name, text in version.texts.items() if text or version.rules},
        "objectives": [
            {name: getattr(one, name) for name in fixed_rules.COLUMNS}
            if version.rules
            else designed.written(one)
            for one in objectives
        ],
        "consultation": [
            {
                "body": entry.body,
                **({"name": entry.name} if entry.name else {}),
                "on": entry.on,
                "said": entry.said,
                **({"response": entry.response} if entry.response else {}),
            }
            for entry in version.consultations.all()
        ]
        or None,
        "examples": [examples.written(one) for one in version.examples.order_by("number")] or None,
    }


def _provision(version: SchemeVersion) -> dict[str, Any]:
    """What it is and who may provide it; of fixed rules only where it is said otherwise."""
    held = {name: getattr(version, name) for name in form.PROVISION}
    if held["four_tests_required"] and tests_are_required(
        version.kind, version.financial_year_starts_in
    ):
        held["four_tests_required"] = False
    said = {name: value for name, value in held.items() if value != form.PROVISION[name]}
    if version.rules and not said:
        return {}
    needed = {name: held[name] for name in ("kind", "who_may_provide", "requires_registered_list")}
    return {**needed, **said}


def _statement(version: SchemeVersion) -> dict[str, Any] | None:
    terms = StatementTerms.objects.filter(version=version).first()
    if terms is None:
        return None
    return {
        "hours_a_month": f"{terms.hours_a_month.normalize():f}",
        **{name: getattr(terms, name) for name in _STATEMENT},
    }
