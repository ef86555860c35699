"""Making a scheme file a scheme version of a commissioner."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from les_schemes import consultation_file, statement_file
from les_schemes.design import drafts
from les_schemes.design.digest import digest_of
from les_schemes.loading import designed, fixed_rules, form, shares, texts
from les_schemes.loading.archive import LARGEST_FRAMEWORK
from les_schemes.loading.faults import UnreadableScheme
from les_schemes.loading.scheme_file import SchemeFile
from les_schemes.models import (
    CostShare,
    Framework,
    Objective,
    ReadingChoice,
    Scheme,
    SchemeVersion,
    WorkedExample,
)
from les_schemes.procurement.statuses import tests_are_required
from les_schemes.statuses import BEING_DESIGNED
from localities.models import Commissioner
from pbc import audit, clock, files
from pbc.actor import Actor

FRAMEWORK_KIND = "framework"
WHY = "As the scheme file says"
_EXAMPLE = ("title", "note", "facts", "expected", "corrected_because")


@dataclass(frozen=True)
class Loaded:
    """The version that holds what the file says, whether it had to be written, and what of the
    file does not concern this commissioner, in sentences."""

    version: SchemeVersion
    changed: bool
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Planned:
    """What loading a file would do: change nothing, bring a draft up to date, or make a draft.

    ``held`` is the version of the commissioner that is there, ``left_out`` what of the file does
    not concern this commissioner, in sentences.
    """

    held: SchemeVersion | None
    changes: bool
    number: int
    bearing: dict[Commissioner, int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def updated(self) -> SchemeVersion | None:
        """The draft that would be brought up to date."""
        return self.held if self.changes and self._may_change else None

    @property
    def seen(self) -> str:
        """What stands for all of it, as somebody saw it before it is done."""
        held = self.held
        changed = held.changed_at.isoformat() if held and held.changed_at else ""
        told = [str(held and held.pk), changed, self.changes, self.number, self.left_out]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def _may_change(self) -> bool:
        return self.held is not None and self.held.status in BEING_DESIGNED


def planned(
    scheme_file: SchemeFile, *, commissioner: Commissioner, partners: list[Commissioner]
) -> Planned:
    """What ``load`` would do; raises UnreadableScheme where the file does not fit what is held."""
    content = scheme_file.content
    scheme = Scheme.objects.filter(code=content["code"]).first()
    if scheme is not None and scheme.title != content["title"]:
        raise UnreadableScheme(
            [
                f"title: must be “{scheme.title}”, as the scheme {scheme.code} is called here. "
                "Give it that title, or the file another code."
            ]
        )
    _refuse_what_is_to_come(content)
    bearing, left_out = _bearing(shares.of(content), commissioner)
    versions = SchemeVersion.objects.filter(
        scheme=scheme, financial_year_starts_in=content["financial_year_starts_in"]
    )
    held = versions.filter(commissioner=commissioner).order_by("-number").first()
    says = held is not None and _says(
        held, scheme_file, _partners(commissioner, partners, bearing), bearing
    )
    if held is not None and (says or held.status in BEING_DESIGNED):
        number = held.number
    else:
        latest = versions.order_by("-number").first()
        number = latest.number + 1 if latest else 1
    return Planned(held, not says, number, bearing, left_out)


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
    plan = planned(scheme_file, commissioner=commissioner, partners=partners)
    if plan.held is not None and not plan.changes:
        return Loaded(plan.held, False, plan.left_out)
    version = plan.updated or SchemeVersion(
        scheme=scheme,
        number=plan.number,
        commissioner=commissioner,
        financial_year_starts_in=content["financial_year_starts_in"],
    )
    for name, value in _fields(content).items():
        setattr(version, name, value)
    version.four_tests_required |= tests_are_required(
        version.kind, version.financial_year_starts_in
    )
    version.framework = _framework(scheme_file, by)
    version.save()
    offering = _partners(commissioner, partners, plan.bearing)
    version.partners.set(offering)
    statement_file.keep(version, content)
    _keep_objectives(version, content, by)
    _keep_examples(version, scheme_file, by)
    if plan.bearing:
        version.cost_shares.all().delete()
        CostShare.objects.bulk_create(
            CostShare(version=version, commissioner=one, hundredths=share)
            for one, share in plan.bearing.items()
        )
    drafts.changed(version, by)
    audit.record(
        event="scheme.loaded",
        by=by,
        subject=version,
        chain=commissioner.audit_chain,
        after={
            "scheme": scheme.code,
            "number": version.number,
            "partners": sorted(partner.code for partner in offering),
            "framework_sha256": version.framework.file.sha256,
            "digest": digest_of(version),
        },
    )
    consultation_file.keep(version, content, by)
    return Loaded(version, True, plan.left_out)


def _refuse_what_is_to_come(content: dict[str, Any]) -> None:
    """Nobody was asked on a day that has not come yet."""
    today = clock.today()
    faults = [
        f"consultation[{position}].on: must not be in the future"
        for position, entry in enumerate(content.get("consultation", []))
        if entry["on"] > today
    ]
    if faults:
        raise UnreadableScheme(faults)


def _fields(content: dict[str, Any]) -> dict[str, Any]:
    """What the file says of the version itself; what it does not say stays as it is."""
    last_day = content["sign_up_deadline"].astimezone(clock.LONDON).date()
    fields: dict[str, Any] = {
        "rules": content.get("rules", ""),
        "terms": content.get("terms", {"sign_up_deadline": last_day.isoformat()}),
        "readings": content["readings"],
        "sign_up_deadline": content["sign_up_deadline"],
        "return_address": content["return_address"],
        "return_email": content["return_email"],
        "texts": texts.complete(content["texts"])
        if form.is_designed(content)
        else content["texts"],
        "dated": content.get("dated", ""),
        "withdrawal_notice_days": content.get("withdrawal_notice_days", 0),
    }
    fields |= {name: content[name] for name in ("stakeholders", "review_on") if name in content}
    if content.keys() & form.PROVISION.keys():
        fields |= {name: content.get(name, value) for name, value in form.PROVISION.items()}
        fields["four_tests_required"] |= tests_are_required(
            fields["kind"], content["financial_year_starts_in"]
        )
    return fields


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The objectives, as the version holds them."""
    return designed.rows(content) if form.is_designed(content) else fixed_rules.rows(content)


def _keep_objectives(version: SchemeVersion, content: dict[str, Any], by: Actor) -> None:
    """The objectives as the file has them, and, of a designed scheme, each reading chosen."""
    before = {
        (objective, reading): choice
        for objective, reading, choice in version.reading_choices.order_by(
            "chosen_at", "pk"
        ).values_list("objective", "reading", "choice")
    }
    version.objectives.all().delete()
    rows = _rows(content)
    Objective.objects.bulk_create(Objective(version=version, **values) for values in rows)
    if not form.is_designed(content):
        return
    chosen = {(0, reading): choice for reading, choice in version.readings.items()}
    for values in rows:
        chosen |= {
            (values["number"], reading): choice for reading, choice in values["readings"].items()
        }
    ReadingChoice.objects.bulk_create(
        ReadingChoice(
            version=version,
            objective=objective,
            reading=reading,
            choice=choice,
            before=before.get((objective, reading), ""),
            why=WHY,
            chosen_at=clock.now(),
            chosen_by=by.person_id,
        )
        for (objective, reading), choice in chosen.items()
        if before.get((objective, reading)) != choice
    )


def _keep_examples(version: SchemeVersion, scheme_file: SchemeFile, by: Actor) -> None:
    """The worked examples of the file; a file without any leaves those there are."""
    if not scheme_file.examples:
        return
    version.examples.all().delete()
    WorkedExample.objects.bulk_create(
        WorkedExample(
            version=version,
            number=number,
            changed_at=clock.now(),
            changed_by=by.person_id,
            **example._asdict(),
        )
        for number, example in enumerate(scheme_file.examples, start=1)
    )


def _says(
    version: SchemeVersion,
    scheme_file: SchemeFile,
    partners: set[Commissioner],
    bearing: dict[Commissioner, int],
) -> bool:
    """Whether a version holds all that the file says."""
    content = scheme_file.content
    framework = version.framework
    rows = _rows(content)
    examples = [tuple(example) for example in scheme_file.examples]
    return (
        all(_held(version, name) == value for name, value in _fields(content).items())
        and statement_file.says(version, content)
        and consultation_file.says(version, content)
        and framework.title == content["framework"]["title"]
        and framework.agreed == content["framework"]["agreed"]
        and framework.file.sha256 == hashlib.sha256(scheme_file.framework).hexdigest()
        and set(version.partners.all()) == partners
        and (not bearing or bearing == _shares(version))
        and list(version.objectives.order_by("number").values(*_columns(rows)))
        == sorted(rows, key=lambda values: values["number"])
        and (
            not examples
            or examples == list(version.examples.order_by("number").values_list(*_EXAMPLE))
        )
    )


def _held(version: SchemeVersion, name: str) -> Any:
    """What a version says under a name; texts that a designer has not come to are empty."""
    value = getattr(version, name)
    return texts.complete(value) if name == "texts" and not version.rules else value


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    return list(rows[0]) if rows else ["number"]


def _shares(version: SchemeVersion) -> dict[Commissioner, int]:
    return {
        share.commissioner: share.hundredths
        for share in version.cost_shares.select_related("commissioner")
    }


def _bearing(
    by_code: dict[str, int], lead: Commissioner
) -> tuple[dict[Commissioner, int], list[str]]:
    """Who bears what part here, in hundredths of a percent; the file may be from elsewhere."""
    if not by_code:
        return {}, []
    if lead.code not in by_code:
        return {}, [f"The cost shares are left out: {lead} is not among those who bear them."]
    held = {one.code: one for one in Commissioner.objects.filter(code__in=by_code)}
    if unknown := sorted(by_code.keys() - held.keys()):
        raise UnreadableScheme([f"cost_shares.{code}: is no commissioner here" for code in unknown])
    return {held[code]: share for code, share in by_code.items()}, []


def _partners(
    lead: Commissioner, partners: list[Commissioner], bearing: dict[Commissioner, int]
) -> set[Commissioner]:
    """Who bears a share offers the scheme, beside the commissioner that leads it."""
    return {*partners, *bearing} - {lead}


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
