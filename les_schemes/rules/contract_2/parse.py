"""From a document of contract 2 to facts, every fault noted by its path."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from les_schemes.rules import parts
from les_schemes.rules.contract_2 import scheme
from les_schemes.rules.contract_2.mergers import mergers
from les_schemes.rules.definition import SchemeDefinition
from les_schemes.rules.facts import (
    Claim,
    Evidence,
    Facts,
    LocalityFacts,
    Membership,
    MilestoneMet,
    ProviderFacts,
    RegisteredList,
    TrainingFacts,
)
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.named_payees import PCT
from les_schemes.rules.values import (
    day,
    day_or_null,
    name,
    rate,
    shown,
    text,
    whole_number,
)

CONTRACT = 2


def facts(root: InspectedObject) -> Facts | None:
    """The facts, fit for use only if no fault was noted; none where the scheme is at fault."""
    root.required("contract", whole_number)
    as_at = root.required("as_at", day)
    scheme_given = root.required_object("scheme")
    definition = scheme.definition(scheme_given) if scheme_given is not None else None
    codes = parts.Codes()
    localities = tuple(_locality(item, code) for item, code in codes.read_from(root, "localities"))
    locality_codes = frozenset(codes.given) if codes.all_read else None
    reader = ProviderReader(definition, locality_codes)
    providers = tuple(reader.read(item, code) for item, code in codes.read_from(root, "providers"))
    provider_codes = frozenset(provider.code for provider in providers) if codes.all_read else None
    merged = mergers(root, provider_codes)
    named = (PCT,) if definition is None else definition.named_payees
    payables = None if definition is None else definition.payables
    paid = tuple(
        parts.paid(item, codes, named, payables) for item in root.objects("paid", required=False)
    )
    root.refuse_unknown_keys()
    if definition is None:
        return None
    return Facts(
        definition=definition,
        as_at=as_at,
        localities=localities,
        providers=providers,
        mergers=merged,
        paid=paid,
        contract=CONTRACT,
    )


def _locality(given: InspectedObject, code: str) -> LocalityFacts:
    formed = given.required("formed", day)
    levels = tuple(parts.award(item) for item in given.objects("levels", required=False))
    given.refuse_unknown_keys()
    return LocalityFacts(code, formed, levels)


class ProviderReader:
    """Reads providers by what the scheme asks of them.

    Where the scheme or the localities could not be read, what hangs on them is not checked.
    """

    def __init__(
        self, definition: SchemeDefinition | None, locality_codes: frozenset[str] | None
    ) -> None:
        self.definition = definition
        self.locality_codes = locality_codes
        self.month: Callable[[object], date] = (
            parts.any_month if definition is None else parts.month_of(definition.year)
        )

    def read(self, given: InspectedObject, code: str) -> ProviderFacts:
        provider = ProviderFacts(
            code=code,
            lists=_lists(given),
            opened=given.optional("opened", day_or_null, otherwise=None),
            closed=given.optional("closed", day_or_null, otherwise=None),
            memberships=self._memberships(given),
            sign_up=parts.sign_up(
                given.optional_object("sign_up", nullable=True), withdrawn=_withdrawn
            ),
            reports=given.items("reports", self.month),
            budget=parts.budget(given),
            plan_agreed=given.optional("plan_agreed", day_or_null, otherwise=None),
            achievement=parts.achievement(given.optional_object("achievement", nullable=True)),
            claims=self._claims(given),
            milestones=self._milestones(given),
            training=_training(given),
        )
        given.refuse_unknown_keys()
        if provider.opened and provider.closed and provider.closed < provider.opened:
            given.fault("closed", f"is before it opened, {provider.opened}")
        return provider

    def _memberships(self, given: InspectedObject) -> tuple[Membership, ...]:
        read: list[Membership] = []
        for item in given.objects("memberships", required=False):
            membership = Membership(
                item.required("locality", text),
                item.required("from", day),
                item.optional("to", day_or_null, otherwise=None),
            )
            item.refuse_unknown_keys()
            self._check_locality(item, membership.locality)
            _check_span(item, membership.since, membership.until, read)
            read.append(membership)
        return tuple(read)

    def _check_locality(self, given: InspectedObject, locality: str | None) -> None:
        known = self.locality_codes
        if locality is not None and known is not None and locality not in known:
            given.fault("locality", f"{shown(locality)} is not among the localities")

    def _claims(self, given: InspectedObject) -> tuple[Claim, ...]:
        read: list[Claim] = []
        for item in given.objects("claims", required=False):
            claim = Claim(
                item.required("objective", whole_number),
                item.required("month", self.month),
                item.required("count", whole_number),
            )
            item.refuse_unknown_keys()
            self._check_kind(item, claim.objective, "item_of_service")
            if any((one.objective, one.month) == (claim.objective, claim.month) for one in read):
                item.fault("month", "stands before under the same objective")
            read.append(claim)
        return tuple(read)

    def _milestones(self, given: InspectedObject) -> tuple[MilestoneMet, ...]:
        read: list[MilestoneMet] = []
        for item in given.objects("milestones", required=False):
            met = MilestoneMet(
                item.required("objective", whole_number),
                item.required("milestone", text),
                item.required("met", day),
            )
            item.refuse_unknown_keys()
            if self._check_kind(item, met.objective, "milestone"):
                self._check_milestone(item, met)
            if any(
                (one.objective, one.milestone) == (met.objective, met.milestone) for one in read
            ):
                item.fault("milestone", "stands before under the same objective")
            read.append(met)
        return tuple(read)

    def _check_kind(self, given: InspectedObject, number: int | None, kind: str) -> bool:
        """Whether an objective is there and of a kind; if it is known not to be, a fault."""
        if self.definition is None or number is None:
            return False
        if any(objective.number == number for objective in self.definition.of_kind(kind)):
            return True
        given.fault("objective", f"{number} is not an objective of the kind {kind}")
        return False

    def _check_milestone(self, given: InspectedObject, met: MilestoneMet) -> None:
        if self.definition is None or met.milestone is None:
            return
        known = self.definition.objective(met.objective).terms.milestones
        if known is not None and met.milestone not in {one.code for one in known}:
            codes = ", ".join(one.code for one in known)
            given.fault("milestone", f"{shown(met.milestone)} is not one of {codes}")


def _lists(given: InspectedObject) -> tuple[RegisteredList, ...]:
    """The lists of a provider, each of another day."""
    read: list[RegisteredList] = []
    for item in given.objects("lists"):
        one = RegisteredList(item.required("as_at", day), item.required("size", whole_number))
        item.refuse_unknown_keys()
        if one.as_at is not None and any(one.as_at == other.as_at for other in read):
            item.fault("as_at", f"{one.as_at} stands before")
        read.append(one)
    return tuple(read)


def _check_span(
    given: InspectedObject,
    since: date | None,
    until: date | None,
    others: Sequence[Membership],
) -> None:
    """A membership ends after it begins, and no two of a provider overlap."""
    if since is None:
        return
    if until is not None and until <= since:
        given.fault("to", f"is not after {since}, the day from which it holds")
        return
    for other in others:
        if (
            other.since is not None
            and (other.until is None or since < other.until)
            and (until is None or other.since < until)
        ):
            given.fault("from", f"overlaps the membership from {other.since}")
            return


def _withdrawn(given: InspectedObject) -> date | None:
    withdrawn = given.optional("withdrawn", day_or_null, otherwise=None)
    accepted = given.values.get("accepted")
    if withdrawn is not None and isinstance(accepted, str) and withdrawn.isoformat() < accepted:
        given.fault("withdrawn", f"is before the sign-up was accepted, {accepted}")
    return withdrawn


def _training(given: InspectedObject) -> tuple[TrainingFacts, ...]:
    """The trainings of a provider, each with a reference of its own."""
    read: list[TrainingFacts] = []
    for item in given.objects("training", required=False):
        one = TrainingFacts(
            reference=item.required("reference", name),
            approved=item.required("approved", day_or_null),
            approved_pence=item.required("approved_cost", rate),
            evidenced=tuple(_evidence(item)),
            undertaking_months=item.required("undertaking_months", whole_number),
            completed=item.optional("completed", day_or_null, otherwise=None),
            left=item.optional("left", day_or_null, otherwise=None),
        )
        item.refuse_unknown_keys()
        if any(one.reference == other.reference for other in read):
            item.fault("reference", f"{shown(one.reference)} stands before")
        read.append(one)
    return tuple(read)


def _evidence(given: InspectedObject) -> Iterator[Evidence]:
    for item in given.objects("evidenced", required=False):
        yield Evidence(item.required("on", day), item.required("amount", rate))
        item.refuse_unknown_keys()
