"""Reading a scheme file (TOML) into a scheme version with its objectives and Framework."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from les_schemes import consultation_file, statement_file
from les_schemes.design import drafts
from les_schemes.models import Framework, Objective, Scheme, SchemeVersion
from les_schemes.rules import SCHEMES, Faults, parse_readings, parse_terms
from les_schemes.statuses import BEING_DESIGNED
from localities.models import Commissioner
from pbc import audit, clock, files
from pbc.actor import Actor
from pbc.refusals import Refusal

SHIPPED = Path(__file__).resolve().parents[1] / "schemes"
FRAMEWORK_KIND = "framework"
LARGEST_FRAMEWORK = 20 * files.MEGABYTE

_KEYS = {
    "code": str,
    "title": str,
    "financial_year_starts_in": int,
    "rules": str,
    "sign_up_deadline": datetime,
    "return_address": str,
    "return_email": str,
    "framework": dict,
    "terms": dict,
    "readings": dict,
    "texts": dict,
    "objectives": list,
}
_NAMES = {str: "text", int: "a whole number", datetime: "a time", dict: "a table", list: "a list"}
_OPTIONAL_KEYS = {
    "dated": str,
    "statement": dict,
    "withdrawal_notice_days": int,
    "consultation": list,
}
_TEXTS = (
    "purpose",
    "background",
    "proposal",
    "governance",
    "aims",
    "funding",
    "sheet_title",
    "undertaking",
    "commitments",
    "statement_commitments",
    "expected_time",
    "notes_title",
    "notes",
)
_OBJECTIVE_KEYS = {"number", "level", "title", "rationale", "measure", "award", "additional"}
_VERSION_FIELDS = (
    "rules",
    "terms",
    "readings",
    "sign_up_deadline",
    "return_address",
    "return_email",
    "texts",
    "dated",
    "withdrawal_notice_days",
)
_WHERE_ABSENT = {"dated": "", "withdrawal_notice_days": 0}


class UnreadableScheme(Refusal):
    """A scheme file that cannot be taken; ``faults`` names everything wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class SchemeFile:
    """A scheme file that was read and found good."""

    content: dict[str, Any]
    framework: bytes
    framework_name: str


@dataclass(frozen=True)
class Loaded:
    """The version that holds what the file says, and whether it had to be written."""

    version: SchemeVersion
    changed: bool


def read(path: Path) -> SchemeFile:
    """Read and check a scheme file; raises UnreadableScheme with every fault in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableScheme([f"{path}: cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableScheme([f"{path.name}: is not TOML: {error}"]) from error
    faults = _faults(content)
    if not faults:
        framework_path = path.parent / str(content["framework"]["file"])
        if framework_path.is_file():
            content["return_address"] = content["return_address"].strip()
            return SchemeFile(content, framework_path.read_bytes(), framework_path.name)
        faults = [f"framework.file: there is no file {framework_path.name} beside the scheme file"]
    raise UnreadableScheme(faults)


@transaction.atomic
def load(
    scheme_file: SchemeFile,
    *,
    commissioner: Commissioner,
    partners: list[Commissioner],
    by: Actor,
) -> Loaded:
    """Make what the file says a scheme version of the commissioner.

    Loading the same again changes nothing; a draft, consulted on or not, is brought up to date; a
    version that was approved stays as it is and a new draft is made beside it. Whoever loads it
    took part in designing it.
    """
    content = scheme_file.content
    scheme, _ = Scheme.objects.select_for_update().get_or_create(
        code=content["code"], defaults={"title": content["title"]}
    )
    versions = SchemeVersion.objects.filter(
        scheme=scheme, financial_year_starts_in=content["financial_year_starts_in"]
    )
    current = versions.filter(commissioner=commissioner).order_by("-number").first()
    if current and _says(current, scheme_file, partners):
        return Loaded(current, changed=False)
    if current is None or current.status not in BEING_DESIGNED:
        latest = versions.order_by("-number").first()
        current = SchemeVersion(
            scheme=scheme,
            number=latest.number + 1 if latest else 1,
            commissioner=commissioner,
            financial_year_starts_in=content["financial_year_starts_in"],
        )
    for name in _VERSION_FIELDS:
        setattr(current, name, content.get(name, _WHERE_ABSENT.get(name)))
    current.framework = _framework(scheme_file, by)
    current.save()
    current.partners.set(partners)
    statement_file.keep(current, content)
    current.objectives.all().delete()
    Objective.objects.bulk_create(
        Objective(version=current, **values) for values in content["objectives"]
    )
    drafts.changed(current, by)
    audit.record(
        event="scheme.loaded",
        by=by,
        subject=current,
        chain=commissioner.audit_chain,
        after={
            "scheme": scheme.code,
            "number": current.number,
            "partners": sorted(partner.code for partner in partners),
            "framework_sha256": current.framework.file.sha256,
        },
    )
    consultation_file.keep(current, content, by)
    return Loaded(current, changed=True)


def _says(version: SchemeVersion, scheme_file: SchemeFile, partners: list[Commissioner]) -> bool:
    content = scheme_file.content
    return (
        all(
            getattr(version, name) == content.get(name, _WHERE_ABSENT.get(name))
            for name in _VERSION_FIELDS
        )
        and statement_file.says(version, content)
        and consultation_file.says(version, content)
        and version.framework.title == content["framework"]["title"]
        and version.framework.agreed == content["framework"]["agreed"]
        and version.framework.file.sha256 == hashlib.sha256(scheme_file.framework).hexdigest()
        and set(version.partners.values_list("pk", flat=True))
        == {partner.pk for partner in partners}
        and list(version.objectives.order_by("number").values(*sorted(_OBJECTIVE_KEYS)))
        == [
            {key: values[key] for key in sorted(_OBJECTIVE_KEYS)}
            for values in sorted(content["objectives"], key=lambda values: values["number"])
        ]
    )


def _framework(scheme_file: SchemeFile, by: Actor) -> Framework:
    """The Framework of this very file, stored once."""
    details = {name: scheme_file.content["framework"][name] for name in ("title", "agreed")}
    sha256 = hashlib.sha256(scheme_file.framework).hexdigest()
    held = Framework.objects.filter(file__sha256=sha256, **details).first()
    if held is not None:
        return held
    stored = files.store(
        content=scheme_file.framework,
        name=scheme_file.framework_name,
        kind=FRAMEWORK_KIND,
        by=by,
        max_size=LARGEST_FRAMEWORK,
        allowed=[files.FileType.PDF, files.FileType.CSV],
    )
    return Framework.objects.create(file=stored, **details)


def _faults(content: dict[str, Any]) -> list[str]:
    faults = [
        f"{key}: is not known" for key in content.keys() - _KEYS.keys() - _OPTIONAL_KEYS.keys()
    ]
    for key, kind in _KEYS.items():
        if key not in content:
            faults.append(f"{key}: is missing")
        elif not isinstance(content[key], kind):
            faults.append(f"{key}: must be {_NAMES[kind]}")
    faults += [
        f"{key}: must be {_NAMES[kind]}"
        for key, kind in _OPTIONAL_KEYS.items()
        if key in content and not isinstance(content[key], kind)
    ]
    if faults:
        return sorted(faults)
    return [
        *_rule_faults(content),
        *_deadline_faults(content["sign_up_deadline"], content["terms"]),
        *(f"texts.{name}: is missing" for name in _TEXTS if name not in content["texts"]),
        *(
            f"framework.{name}: is missing"
            for name in ("title", "agreed", "file")
            if name not in content["framework"]
        ),
        *_objective_faults(content["objectives"]),
        *statement_file.faults(content),
        *consultation_file.faults(content),
        *(
            ["withdrawal_notice_days: must not be below 0"]
            if content.get("withdrawal_notice_days", 0) < 0
            else []
        ),
    ]


def _rule_faults(content: dict[str, Any]) -> list[str]:
    """Unknown, wrong and missing terms and readings, each by its name."""
    scheme = SCHEMES.get(content["rules"])
    if scheme is None:
        return [f"rules: must be one of {', '.join(SCHEMES)}, not {content['rules']!r}"]
    faults = []
    for part, parse, known in (
        ("terms", parse_terms, scheme.terms),
        ("readings", parse_readings, scheme.readings),
    ):
        try:
            parse(scheme, content[part])
        except Faults as found:
            faults += [str(fault) for fault in found.faults]
        faults += [
            f"{part}.{item.name}: is missing" for item in known if item.name not in content[part]
        ]
    return faults


def _deadline_faults(deadline: datetime, terms: dict[str, Any]) -> list[str]:
    """The deadline is the last second of its day in London (AMB-02), and the term says that day."""
    if deadline.tzinfo is None:
        return ["sign_up_deadline: must say its offset from UTC, like +01:00"]
    last_day = deadline.astimezone(clock.LONDON).date()
    if deadline != clock.end_of_day(last_day):
        return ["sign_up_deadline: must be 23:59:59 of its day in London"]
    if terms.get("sign_up_deadline") not in (None, last_day.isoformat()):
        return [f"terms.sign_up_deadline: must be {last_day.isoformat()}, as sign_up_deadline says"]
    return []


def _objective_faults(objectives: list[dict[str, Any]]) -> list[str]:
    faults = []
    for index, objective in enumerate(objectives):
        faults += [
            f"objectives[{index}].{key}: is not known"
            for key in sorted(objective.keys() - _OBJECTIVE_KEYS)
        ]
        faults += [
            f"objectives[{index}].{key}: is missing"
            for key in sorted(_OBJECTIVE_KEYS - objective.keys())
        ]
    return faults
