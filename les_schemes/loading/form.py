"""The form of a scheme file as a whole: its names, their values, and how they go together.

A file that names ``rules`` is one of fixed rules, with flat terms and readings; any other is
designed, and holds them objective by objective.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from les_schemes import consultation_file, statement_file
from les_schemes.loading import designed, examples, fixed_rules, shares, texts
from les_schemes.loading.faults import at_most, paragraphs, refuse_unknown, unprintable, words
from les_schemes.procurement.statuses import SchemeKind, WhoMayProvide
from les_schemes.rules import SchemeDefinition
from les_schemes.rules.contract_2.scheme import financial_year
from les_schemes.rules.inspection import Inspection
from les_schemes.rules.values import Wrong, shown, text
from pbc import clock
from pbc.financial_year import FinancialYear

_NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date, like 2007-03-31",
    datetime: "a time",
    dict: "a table",
    list: "a list",
}
_KEYS: dict[str, type] = {
    "code": str,
    "title": str,
    "financial_year_starts_in": int,
    "sign_up_deadline": datetime,
    "return_address": str,
    "return_email": str,
    "framework": dict,
    "readings": dict,
    "texts": dict,
    "objectives": list,
}
_OF_FIXED_RULES: dict[str, type] = {"rules": str, "terms": dict}
# What it is and who may provide it: said together, or left as the version has it.
PROVISION: dict[str, Any] = {
    "kind": SchemeKind.LES.value,
    "kind_label": "",
    "who_may_provide": WhoMayProvide.PRACTICES.value,
    "provider_reason": "",
    "requires_registered_list": True,
    "registered_list_reason": "",
    "four_tests_required": False,
}
_OF_DESIGNED: dict[str, type] = {
    "kind": str,
    "who_may_provide": str,
    "requires_registered_list": bool,
}
_OPTIONAL: dict[str, type] = {
    "dated": str,
    "review_on": date,
    "stakeholders": list,
    "statement": dict,
    "withdrawal_notice_days": int,
    "cost_shares": dict,
    "consultation": list,
    "examples": list,
    **{name: type(otherwise) for name, otherwise in PROVISION.items()},
}
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = {"code": 40, "title": 200, "dated": 40, "kind_label": 80, "return_email": 254}
_LONGEST_OF_FRAMEWORK = {"title": 200, "agreed": 60, "file": 150}
_LONGEST_NAME = 120
_LONGEST_NOTICE = 366


def is_designed(content: dict[str, Any]) -> bool:
    return "rules" not in content


def definition(content: dict[str, Any]) -> SchemeDefinition | None:
    """What a file without faults pays by; none while it has no objective."""
    return _defined(content)[0]


def faults(content: dict[str, Any]) -> list[str]:
    """Everything wrong with a file, each by its place in it."""
    if found := _of_names(content):
        return sorted(found)
    if found := _of_values(content):
        return found
    defined, found = _defined(content)
    return [
        *found,
        *_of_lists(content, defined),
        *texts.faults(content, defined),
        *_of_framework(content["framework"]),
        *statement_file.faults(content),
        *shares.faults(content),
        *consultation_file.faults(content),
        *_of_consulted(content),
        *examples.faults(content),
        *unprintable(content),
    ]


def _defined(content: dict[str, Any]) -> tuple[SchemeDefinition | None, list[str]]:
    form = designed if is_designed(content) else fixed_rules
    return form.definition(content)


def _of_names(content: dict[str, Any]) -> list[str]:
    """Names that are not known or missing, and values that are not what they should be."""
    needed = {**_KEYS, **(_OF_DESIGNED if is_designed(content) else _OF_FIXED_RULES)}
    known = {**_OPTIONAL, **needed}
    return [
        *(f"{key}: is not known" for key in content.keys() - known.keys()),
        *(f"{key}: is missing" for key in needed.keys() - content.keys()),
        *(
            f"{key}: must be {_NAMES[kind]}"
            for key, kind in known.items()
            if key in content and type(content[key]) is not kind
        ),
    ]


def _of_values(content: dict[str, Any]) -> list[str]:
    """What is wrong with single values; each in the database's bounds."""
    checks: dict[str, Callable[[Any], object]] = {
        "code": _code,
        "title": words,
        "financial_year_starts_in": financial_year,
        "sign_up_deadline": _deadline,
        "return_address": words,
        "return_email": _email,
        "kind": _one_of(SchemeKind.values),
        "who_may_provide": _one_of(WhoMayProvide.values),
        "stakeholders": paragraphs,
        "withdrawal_notice_days": _notice,
    }
    inspection = Inspection()
    given = inspection.object(content, "")
    if given is None:
        return []
    for name, check in checks.items():
        given.optional(name, check, otherwise=None)
    for name, longest in _LONGEST.items():
        given.optional(name, at_most(longest, text), otherwise="")
    if inspection.faults:
        return [str(fault) for fault in inspection.faults]
    return [*_of_deadline(content), *_of_provision(content)]


def _of_deadline(content: dict[str, Any]) -> list[str]:
    """In the year, or in the year before it: a scheme may close to sign-up before it begins."""
    year = FinancialYear(content["financial_year_starts_in"])
    last_day = content["sign_up_deadline"].astimezone(clock.LONDON).date()
    if FinancialYear(year.starts_in - 1).first_day <= last_day <= year.last_day:
        return []
    return [f"sign_up_deadline: must be a day up to the end of the year {year}"]


def _of_provision(content: dict[str, Any]) -> list[str]:
    others_too = content.get("who_may_provide", WhoMayProvide.PRACTICES) != WhoMayProvide.PRACTICES
    if others_too and content.get("requires_registered_list", True):
        return ["requires_registered_list: must be false: only practices hold a registered list"]
    return []


def _of_lists(content: dict[str, Any], defined: SchemeDefinition | None) -> list[str]:
    """Who holds no list cannot be paid by it (AMB-106)."""
    if defined is None or content.get("requires_registered_list", True):
        return []
    return [
        f"objectives[{position}].kind: pays by registered patients, and the file says that no "
        "registered list is required"
        for position, objective in enumerate(defined.objectives)
        if objective.kind.needs_list
    ]


def _of_framework(framework: dict[str, Any]) -> list[str]:
    inspection = Inspection()
    given = inspection.object(framework, "framework")
    if given is not None:
        for name, longest in _LONGEST_OF_FRAMEWORK.items():
            given.required(name, at_most(longest, words))
        file = framework.get("file")
        if isinstance(file, str) and re.search(r"[/\\]|^\.+$", file):
            given.fault("file", "must be the name of a file beside the scheme file, no path")
        refuse_unknown(given)
    return [str(fault) for fault in inspection.faults]


def _of_consulted(content: dict[str, Any]) -> list[str]:
    """Longer names than the log takes."""
    return [
        f"consultation[{position}].name: must not have more than {_LONGEST_NAME} characters"
        for position, entry in enumerate(content.get("consultation", []))
        if isinstance(entry, dict)
        and isinstance(entry.get("name"), str)
        and len(entry["name"]) > _LONGEST_NAME
    ]


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise Wrong("must be small letters, figures and hyphens, like smoking-cessation")
    return value


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        raise Wrong(f"must be an e-mail address, not {shown(value)}") from None
    return value


def _notice(value: int) -> int:
    if not 0 <= value <= _LONGEST_NOTICE:
        side = "below 0" if value < 0 else f"above {_LONGEST_NOTICE}"
        raise Wrong(f"must not be {side}")
    return value


def _deadline(value: datetime) -> datetime:
    """The last second of its day in London (AMB-02)."""
    if value.tzinfo is None:
        raise Wrong("must say its offset from UTC, like +01:00")
    try:
        ends = clock.end_of_day(value.astimezone(clock.LONDON).date())
    except OverflowError:
        raise Wrong("must be a day of this age") from None
    if value != ends:
        raise Wrong("must be 23:59:59 of its day in London")
    return value


def _one_of(choices: list[str]) -> Callable[[object], object]:
    def read(value: object) -> object:
        if value not in choices:
            raise Wrong(f"must be one of {', '.join(choices)}, not {shown(value)}")
        return value

    return read
