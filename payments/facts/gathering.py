"""Every kind of fact of one scheme version, put together into one document."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from governance.models import Condition
from les_schemes import definitions
from les_schemes.models import SchemeVersion
from les_schemes.procurement.statuses import WhoMayProvide
from les_schemes.reports import months
from les_schemes.rules import definition as rules_definition
from les_schemes.rules.named_payees import PCT
from localities.models import Commissioner, Locality
from payments import left_out
from payments.facts import kinds, memberships, sign_ups
from payments.facts import localities as locality_facts
from payments.facts.claims import Claims
from payments.facts.lists import Lists, lists
from payments.facts.members import Member, members
from payments.facts.paid import paid, paid_before
from payments.facts.sign_ups import Sheet
from pbc.financial_year import FinancialYear

CONTRACT = 2


@dataclass
class Gathered:
    """All that one scheme version is worked out from, and where it came from."""

    version: SchemeVersion
    as_at: date
    known_at: datetime
    document: dict[str, Any]
    provenance: dict[str, Any]
    left_out: list[dict[str, Any]]
    ids: dict[str, int]
    """Organisation ids by the contract's code; ``PCT`` is the commissioner."""
    locality_of: dict[str, str | None]
    without_account: dict[str, str] = field(default_factory=dict)
    """Localities to whose payments no payee is named, by code, with their names."""
    conditions: dict[tuple[str, int | None], str] = field(default_factory=dict)
    """Undischarged conditions, by payee's code and objective (every objective, if none)."""
    not_worked_out: list[dict[str, Any]] = field(default_factory=list)
    """The objectives that come to nothing for want of facts, each with what is missing."""


def versions_to_pay(commissioner: Commissioner, as_at: date) -> list[SchemeVersion]:
    """The open scheme versions of the commissioner whose year has begun by a day.

    Of each version all objectives are in the facts; ``kinds.not_worked_out`` names those that come
    to nothing because their facts are not held.
    """
    return list(
        SchemeVersion.objects.open()
        .offered_by(commissioner.pk)
        .filter(
            financial_year_starts_in__lte=FinancialYear.of(as_at).starts_in,
        )
        .select_related("scheme", "commissioner")
        .order_by("scheme__code", "financial_year_starts_in", "number")
    )


def has_something_to_pay(commissioner: Commissioner, as_at: date) -> bool:
    """Whether a run could pay anything: the facts of some objective are held."""
    return any(
        kinds.is_held(objective)
        for version in versions_to_pay(commissioner, as_at)
        for objective in definitions.definition_of(version).objectives
    )


def gather(
    *,
    commissioner: Commissioner,
    version: SchemeVersion,
    as_at: date,
    known_at: datetime,
) -> Gathered:
    """The facts of one scheme version for one commissioner, as known at a moment."""
    gathering = _Gathering(commissioner, version, as_at, known_at)
    gathering.take_providers()
    gathering.take_localities()
    gathering.take_paid()
    return gathering.done()


class _Gathering:
    """What is read for one version, and what has been made of it so far."""

    def __init__(
        self,
        commissioner: Commissioner,
        version: SchemeVersion,
        as_at: date,
        known_at: datetime,
    ) -> None:
        self.version = version
        self.as_at = as_at
        self.definition = definitions.definition_of(version, known_at)
        self.members = members(commissioner, version, as_at, known_at)
        self.memberships = memberships.held(self.members, version.financial_year, known_at)
        self.localities = locality_facts.localities(commissioner, as_at)
        self.lists = Lists(self.members, version, known_at)
        self.sheets, self.strangers = sign_ups.sign_ups(
            commissioner, version, self.members, as_at, known_at
        )
        self.paid_before = paid_before(commissioner, version, as_at, known_at)
        self.reported = months.known(version, known_at)
        self.claims = Claims(version, self.definition, known_at)
        self.awards = locality_facts.awards(version, self.localities, as_at, known_at)
        self.gathered = Gathered(
            version=version,
            as_at=as_at,
            known_at=known_at,
            document={
                "contract": CONTRACT,
                "as_at": as_at.isoformat(),
                "scheme": rules_definition.document(self.definition),
                "localities": [],
                "providers": [],
                "mergers": self.members.mergers,
                "paid": [],
            },
            provenance={"providers": {}, "localities": {}, "paid": {}},
            left_out=[],
            ids={PCT: commissioner.pk},
            locality_of={},
            not_worked_out=kinds.not_worked_out(self.definition),
        )

    def take_providers(self) -> None:
        """All who can be paid something; the others are left out, with reasons."""
        asks = kinds.asks_of(self.definition)
        others_only = self.version.who_may_provide == WhoMayProvide.OTHERS
        continuing = self._continuing()
        for member in sorted(self.members.by_id.values(), key=lambda member: member.code):
            sheet = self.sheets.get(member.id)
            spans = memberships.spans(
                self.memberships.get(member.id, []), sheet, self.version.financial_year
            )
            locality_id = memberships.current(spans, self.as_at)
            held = self.lists.get(member.id)
            if member.is_practice and others_only and sheet is None:
                continue
            entry = left_out.why(
                member=member,
                sign_up=sheet,
                continues=member.code in continuing,
                has_list=held is not None,
                knows_locality=(
                    member.has_merged or locality_id is None or locality_id in self.localities
                ),
                asks=asks,
            )
            if entry is not None:
                entry["list_size"] = held.registered if held is not None else None
                self.gathered.left_out.append(entry)
                if not entry["in_facts"]:
                    continue
            self._take(member, sheet, spans, locality_id)
        self._keep_whole_mergers()

    def _continuing(self) -> set[str]:
        """Those who go on with a sign-up of a practice whose place they took."""
        signed_up = {
            self.members.by_id[practice_id].code
            for practice_id, sheet in self.sheets.items()
            if sheet.counts
        }
        return {
            merger["successor"]
            for merger in self.members.mergers
            if signed_up.intersection(merger["predecessors"])
        }

    def _keep_whole_mergers(self) -> None:
        """A predecessor without its successor in the facts would be paid itself: it goes too."""
        document, ids = self.gathered.document, self.gathered.ids
        mergers = []
        # The latest first: a successor that goes takes its own predecessors with it.
        for merger in sorted(document["mergers"], key=lambda one: one["on"], reverse=True):
            known = [code for code in merger["predecessors"] if code in ids]
            if merger["successor"] not in ids:
                for code in known:
                    del ids[code], self.gathered.locality_of[code]
                    del self.gathered.provenance["providers"][code]
            elif known:
                mergers.append({**merger, "predecessors": known})
        document["mergers"] = mergers[::-1]
        document["providers"] = [one for one in document["providers"] if one["code"] in ids]

    def _take(
        self,
        member: Member,
        sheet: Sheet | None,
        spans: list[memberships.Span],
        locality_id: int | None,
    ) -> None:
        held = self.lists.get(member.id)
        locality = None if locality_id is None else self.localities.get(locality_id)
        gathered = self.gathered
        gathered.document["providers"].append(
            {
                "code": member.code,
                "lists": [] if held is None else lists(held),
                "opened": _in_year(member.opened, self.version),
                "closed": _in_year(member.closed, self.version),
                "memberships": memberships.memberships(spans, self.localities),
                "sign_up": sign_ups.sign_up_facts(member, sheet),
                "reports": [f"{month:%Y-%m}" for month in self.reported.get(member.id, [])],
                **self.claims.facts(member),
            }
        )
        gathered.ids[member.code] = member.id
        gathered.locality_of[member.code] = locality.code if locality else None
        gathered.provenance["providers"][member.code] = {
            "name": member.name,
            "kind": member.kind.value,
            "commissioned_since": None if member.since is None else member.since.isoformat(),
            "list": None if held is None else self.lists.provenance(held),
            "locality": _locality_provenance(locality, sheet),
            "sign_up": sign_ups.provenance(self.version, sheet),
            **self.claims.provenance(member),
        }

    def take_localities(self) -> None:
        for locality in sorted(self.localities.values(), key=lambda locality: locality.code):
            awards = self.awards.get(locality.pk, [])
            gathered = self.gathered
            gathered.document["localities"].append(
                locality_facts.locality_facts(locality, self.version, awards)
            )
            gathered.ids[locality.code] = locality.pk
            gathered.locality_of[locality.code] = locality.code
            gathered.provenance["localities"][locality.code] = locality_facts.provenance(
                locality, self.version, awards
            )
            if locality.payee_id is None:
                gathered.without_account[locality.code] = locality.name

    def take_paid(self) -> None:
        found = paid(self.paid_before, self.gathered.ids)
        self.gathered.document["paid"] = found.facts
        self.gathered.provenance["paid"] = found.provenance
        left_out.note_withdrawn(self.gathered.left_out, found.facts)
        self.gathered.left_out += left_out.strangers(self.strangers)
        left_out.note_paid(self.gathered.left_out, found.outside)

    def done(self) -> Gathered:
        self.gathered.conditions = _conditions(self.version, self.gathered.ids)
        self.gathered.left_out.sort(key=lambda entry: (entry["why"], entry["code"]))
        return self.gathered


def _in_year(day: date | None, version: SchemeVersion) -> str | None:
    """A day of opening or closing, where it falls within the version's year."""
    year = version.financial_year
    if day is None or not year.first_day < day <= year.last_day:
        return None
    return day.isoformat()


def _locality_provenance(locality: Locality | None, sheet: Sheet | None) -> dict[str, Any] | None:
    if locality is None:
        return None
    by_sheet = (
        sheet is not None and sign_ups.was_accepted(sheet) and sheet.locality_id == locality.pk
    )
    return {
        "code": locality.code,
        "name": locality.name,
        "by": "sign_up" if by_sheet else "membership",
    }


def _conditions(version: SchemeVersion, ids: dict[str, int]) -> dict[tuple[str, int | None], str]:
    """Conditions of decisions that nobody has found met, by whose payments they hold."""
    codes = {identity: code for code, identity in ids.items()}
    return {
        (codes[condition.organisation_id], condition.objective): condition.text
        for condition in Condition.objects.undischarged().of(codes).under(version.pk)
    }
