"""From what is held to the facts a run is worked out from, in a fixed number of queries.

The facts are a document of the calculation contract, so that anyone can re-perform a run; beside
it stand the *provenance* of each number and who is *left out*, wholly or in part, and why. What
no page can enter yet (reports, outturn) is not invented: those keys stay empty.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from applications.models import LevelAward
from governance.models import Condition
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.rules.pbc_les_2007_08.scheme import CODE as PBC_LES
from les_schemes.rules.pbc_les_2007_08.scheme import PCT
from les_schemes.statuses import SignUpStatus
from localities import list_sizes
from localities.models import (
    Commissioner,
    CommissionerMembership,
    Import,
    ListSize,
    Locality,
    LocalityMembership,
    Practice,
)
from localities.statuses import ContractType
from payments import left_out
from payments.models import Line
from pbc.clock import LONDON
from pbc.financial_year import FinancialYear
from pbc.models import StoredFile
from pbc.money import to_contract

CONTRACT = 1
# The rules for which the database holds the facts; others are worked out by ``calculate`` alone.
GATHERED = (PBC_LES,)

PaidKey = tuple[str, int, str]

# A SignUp with ``eligible_gps`` and ``signed_gps`` annotated and, of a member, ``counts`` set.
Sheet = Any


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


@dataclass(frozen=True)
class _Member:
    """A practice that the commissioner commissions on the day."""

    id: int
    code: str
    name: str
    contract_type: str
    since: date


def versions_to_pay(commissioner: Commissioner, as_at: date) -> list[SchemeVersion]:
    """The open scheme versions of the commissioner whose year has begun by a day."""
    return list(
        SchemeVersion.objects.open()
        .offered_by(commissioner.pk)
        .filter(rules__in=GATHERED, financial_year_starts_in__lte=FinancialYear.of(as_at).starts_in)
        .select_related("scheme", "commissioner")
        .order_by("scheme__code", "financial_year_starts_in", "number")
    )


def gather(
    *,
    commissioner: Commissioner,
    version: SchemeVersion,
    as_at: date,
    known_at: datetime,
) -> Gathered:
    """The facts of one scheme version for one commissioner, as known at a moment."""
    members = _members(commissioner, as_at, known_at)
    memberships = _locality_memberships(commissioner, as_at, known_at)
    localities = _localities(commissioner, as_at)
    lists = list_sizes.for_financial_year(
        Practice.objects.commissioned_by([commissioner.pk], as_at),
        version.financial_year,
        known_at,
    )
    files = _files_of(lists)
    sign_ups, strangers = _sign_ups(commissioner, version, members, as_at, known_at)
    paid = _paid(commissioner, version, as_at, known_at)
    awards = _awards(version, localities, as_at, known_at)

    gathered = Gathered(
        version=version,
        as_at=as_at,
        known_at=known_at,
        document={},
        provenance={"practices": {}, "localities": {}, "paid": {}},
        left_out=[],
        ids={PCT: commissioner.pk},
        locality_of={},
    )
    practices = []
    for member in sorted(members.values(), key=lambda member: member.code):
        sign_up = sign_ups.get(member.id)
        locality_id = (
            sign_up.locality_id
            if sign_up is not None and _was_accepted(sign_up)
            else memberships.get(member.id)
        )
        held = lists.get(member.id)
        entry = left_out.why(
            member=member,
            sign_up=sign_up,
            has_list=held is not None,
            knows_locality=locality_id is None or locality_id in localities,
            gp_signatures=version.readings.get("gp_signatures", "all_required"),
        )
        if entry is not None:
            entry["list_size"] = held.registered if held is not None else None
            gathered.left_out.append(entry)
        if held is None or (entry is not None and not entry["in_facts"]):
            continue
        locality = localities[locality_id] if locality_id is not None else None
        practices.append(_practice(member, held, sign_up, locality))
        gathered.ids[member.code] = member.id
        gathered.locality_of[member.code] = locality.code if locality else None
        gathered.provenance["practices"][member.code] = _practice_provenance(
            version, member, held, _file_of(held, files), sign_up, locality
        )
    for locality in sorted(localities.values(), key=lambda locality: locality.code):
        gathered.ids[locality.code] = locality.pk
        gathered.locality_of[locality.code] = locality.code
        gathered.provenance["localities"][locality.code] = _locality_provenance(
            locality, version, awards.get(locality.pk, [])
        )
        if locality.payee_id is None:
            gathered.without_account[locality.code] = locality.name
    gathered.conditions = _conditions(gathered.ids)
    gathered.left_out += left_out.strangers(strangers)
    amounts = _settle_paid(gathered, paid)
    gathered.left_out.sort(key=lambda entry: (entry["why"], entry["code"]))
    gathered.document = {
        "contract": CONTRACT,
        "scheme": version.rules,
        "as_at": as_at.isoformat(),
        "readings": version.readings,
        "terms": version.terms,
        "localities": [
            {
                "code": locality.code,
                "formed": _formed(locality, version).isoformat(),
                "levels": [
                    {"level": award.level, "decided": award.decided_on.isoformat()}
                    for award in awards.get(locality.pk, [])
                ],
            }
            for locality in sorted(localities.values(), key=lambda item: item.code)
        ],
        "practices": practices,
        "paid": amounts,
    }
    return gathered


def _members(commissioner: Commissioner, as_at: date, known_at: datetime) -> dict[int, _Member]:
    rows = (
        CommissionerMembership.objects.on(as_at)
        .filter(commissioner=commissioner, recorded_at__lte=known_at)
        .filter(Q(practice__closed__isnull=True) | Q(practice__closed__gt=as_at))
        .order_by()
        .values_list(
            "practice_id",
            "practice__code",
            "practice__name",
            "practice__contract_type",
            "starts",
        )
    )
    return {row[0]: _Member(*row) for row in rows}


def _locality_memberships(
    commissioner: Commissioner, as_at: date, known_at: datetime
) -> dict[int, int]:
    """Which locality each practice is in on the day."""
    return dict(
        LocalityMembership.objects.on(as_at)
        .filter(
            practice__in=Practice.objects.commissioned_by([commissioner.pk], as_at),
            recorded_at__lte=known_at,
        )
        .order_by()
        .values_list("practice_id", "locality_id")
    )


def _localities(commissioner: Commissioner, as_at: date) -> dict[int, Locality]:
    found = Locality.objects.on(as_at).filter(commissioner=commissioner).select_related("payee")
    return {locality.pk: locality for locality in found}


def _file_of(held: ListSize, files: dict[UUID, StoredFile]) -> StoredFile | None:
    return None if held.imported_id is None else files[held.imported_id]


def _files_of(lists: dict[int, ListSize]) -> dict[UUID, StoredFile]:
    """The file that each import brought, by the import."""
    imports = {held.imported_id for held in lists.values() if held.imported_id is not None}
    found = Import.objects.filter(pk__in=imports).select_related("file")
    return {brought.pk: brought.file for brought in found}


def _sign_ups(
    commissioner: Commissioner,
    version: SchemeVersion,
    members: dict[int, _Member],
    as_at: date,
    known_at: datetime,
) -> tuple[dict[int, Sheet], list[Sheet]]:
    """The sign-up of each member that says most about it; and accepted ones of non-members.

    A sign-up belongs to the run of the practice's own commissioner, whoever shares the scheme.
    """
    required = Q(named_gps__required=True, named_gps__joined_later=False)
    found = (
        SignUp.objects.filter(version=version, created_at__lte=known_at)
        .filter(
            Q(commissioner=commissioner)
            | Q(practice__in=Practice.objects.commissioned_by([commissioner.pk], as_at))
        )
        .select_related("practice", "locality")
        .annotate(
            eligible_gps=Count("named_gps", filter=required, distinct=True),
            signed_gps=Count(
                "named_gps",
                filter=required
                & Q(named_gps__signature__signed_at__lte=min(known_at, _midnight(as_at))),
                distinct=True,
            ),
        )
        .order_by("created_at")
    )
    best: dict[int, Sheet] = {}
    strangers = []
    for sign_up in found:
        if sign_up.practice_id not in members:
            if sign_up.accepted_at is not None:
                strangers.append(sign_up)
            continue
        held = best.get(sign_up.practice_id)
        if held is None or _tells(sign_up) >= _tells(held):
            best[sign_up.practice_id] = sign_up
    for sign_up in best.values():
        sign_up.counts = _counts(sign_up, as_at, known_at)
    return best, strangers


def _tells(sign_up: Sheet) -> int:
    """Of several sheets of a practice a live one tells most, then one once accepted."""
    if sign_up.status not in (SignUpStatus.REFUSED, SignUpStatus.WITHDRAWN):
        return 2
    return 1 if sign_up.accepted_at is not None else 0


def _was_accepted(sign_up: Sheet) -> bool:
    return sign_up.accepted_at is not None


def _counts(sign_up: Sheet, as_at: date, known_at: datetime) -> bool:
    """Whether the sign-up is accepted, as known, on or before the day."""
    return (
        sign_up.status == SignUpStatus.ACCEPTED
        and sign_up.accepted_at <= known_at
        and _day(sign_up.accepted_at) <= as_at
    )


def _practice(
    member: _Member, held: ListSize, sign_up: Sheet | None, locality: Locality | None
) -> dict[str, Any]:
    return {
        "code": member.code,
        "locality": locality.code if locality is not None else None,
        "list_size": held.registered,
        "sign_up": _sign_up_facts(member, sign_up),
        "reports": [],
    }


def _sign_up_facts(member: _Member, sign_up: Sheet | None) -> dict[str, Any] | None:
    if sign_up is None or not sign_up.counts:
        return None
    # The GPs of a PCTMS practice are the PCT's employees, to whom the scheme does not apply.
    salaried_by_the_pct = member.contract_type == ContractType.PCTMS
    return {
        "received": _day(sign_up.received_at).isoformat(),
        "accepted": _day(sign_up.accepted_at).isoformat(),
        "eligible_gps": 0 if salaried_by_the_pct else sign_up.eligible_gps,
        "signed_gps": 0 if salaried_by_the_pct else sign_up.signed_gps,
    }


def _practice_provenance(
    version: SchemeVersion,
    member: _Member,
    held: ListSize,
    file: StoredFile | None,
    sign_up: Sheet | None,
    locality: Locality | None,
) -> dict[str, Any]:
    provenance: dict[str, Any] = {
        "name": member.name,
        "commissioned_since": member.since.isoformat(),
        "list": _list_provenance(held, file),
        "locality": None,
        "sign_up": None,
    }
    if locality is not None:
        by_sign_up = sign_up is not None and _was_accepted(sign_up)
        provenance["locality"] = {
            "code": locality.code,
            "name": locality.name,
            "by": "sign_up" if by_sign_up else "membership",
        }
    if sign_up is not None and sign_up.counts:
        provenance["sign_up"] = {
            "id": str(sign_up.pk),
            "received_at": sign_up.received_at.isoformat(),
            "accepted_at": sign_up.accepted_at.isoformat(),
            "late": sign_up.received_at > version.sign_up_deadline,
            "late_decision": sign_up.late_decision,
        }
    return provenance


def _list_provenance(held: ListSize, file: StoredFile | None) -> dict[str, Any]:
    return {
        "id": held.pk,
        "as_at": held.as_at.isoformat(),
        "source": held.source,
        "recorded_at": held.recorded_at.isoformat(),
        "reason": held.reason,
        "corrects": held.supersedes_id,
        "file": file.original_name if file is not None else "",
        "sha256": file.sha256 if file is not None else "",
    }


def _awards(
    version: SchemeVersion, localities: Iterable[int], as_at: date, known_at: datetime
) -> dict[int, list[LevelAward]]:
    """The levels the Committee awarded, by locality, in the order of decision."""
    found: dict[int, list[LevelAward]] = defaultdict(list)
    awards = LevelAward.objects.known(as_at, known_at).filter(
        version=version, locality_id__in=list(localities)
    )
    for award in awards.select_related("decision"):
        found[award.locality_id].append(award)
    return found


def _conditions(ids: dict[str, int]) -> dict[tuple[str, int | None], str]:
    """Conditions of decisions that nobody has found met, by whose payments they hold."""
    codes = {identity: code for code, identity in ids.items()}
    return {
        (codes[condition.organisation_id], condition.objective): condition.text
        for condition in Condition.objects.undischarged().of(codes)
    }


def _locality_provenance(
    locality: Locality, version: SchemeVersion, awards: list[LevelAward]
) -> dict[str, Any]:
    return {
        "name": locality.name,
        "formed": _formed(locality, version).isoformat(),
        "formed_is_held": locality.opened is not None,
        "payee": (
            {"code": locality.payee.code, "name": locality.payee.name}
            if locality.payee is not None
            else None
        ),
        "levels": [
            {
                "level": award.level,
                "decided": award.decided_on.isoformat(),
                "decision": str(award.decision_id),
                "number": award.decision.number,
            }
            for award in awards
        ],
    }


def _formed(locality: Locality, version: SchemeVersion) -> date:
    """A locality without a date of formation has always been: it earns from the year's start."""
    return locality.opened or version.financial_year.first_day


def _paid(
    commissioner: Commissioner, version: SchemeVersion, as_at: date, known_at: datetime
) -> list[dict[str, Any]]:
    """What approved runs paid under this scheme version: by this commissioner to anyone, and by
    any commissioner to a practice that is a member now."""
    rows: Any = (
        Line.objects.counting_as_paid()
        .filter(calculation__version=version, run__approved_at__lte=known_at)
        .filter(
            Q(run__commissioner=commissioner)
            | Q(payee__in=Practice.objects.commissioned_by([commissioner.pk], as_at))
        )
        .order_by("run__pay_date", "run_id", "payee__code", "objective", "component")
        .values(
            "payee_id",
            "payee__code",
            "payee__name",
            "payee__kind",
            "objective",
            "component",
            "run_id",
            "run__number",
            "run__pay_date",
            "run__commissioner__code",
        )
        .annotate(amount=Coalesce(Sum("due_pence"), 0))
    )
    return list(rows)


def _settle_paid(gathered: Gathered, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The contract's ``paid``; what was paid to those not in the facts stands beside them."""
    codes = {identity: code for code, identity in gathered.ids.items()}
    sums: dict[PaidKey, int] = defaultdict(int)
    outside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        code = codes.get(row["payee_id"])
        if code is None:
            outside[row["payee__code"]].append(row)
            continue
        key = (code, row["objective"], row["component"])
        sums[key] += row["amount"]
        gathered.provenance["paid"].setdefault("/".join(map(str, key)), []).append(
            {
                "run": str(row["run_id"]),
                "commissioner": row["run__commissioner__code"],
                "number": row["run__number"],
                "pay_date": row["run__pay_date"].isoformat(),
                "amount_pence": row["amount"],
            }
        )
    left_out.note_paid(gathered.left_out, outside)
    return [
        {
            "payee": payee,
            "objective": objective,
            "component": component,
            "amount": to_contract(amount),
        }
        for (payee, objective, component), amount in sorted(sums.items())
        if amount
    ]


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _midnight(day: date) -> datetime:
    """The last moment of a day in Europe/London."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=LONDON)
