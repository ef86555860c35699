"""Why this amount: the rule and its clause, each number with where it came from, the sum."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from les_schemes import rules
from les_schemes.models import Claim, SchemeVersion, SignUp
from les_schemes.rules.definition import scheme_terms
from localities.statuses import OrganisationKind
from payments import components
from payments.calculations import contract_key
from payments.models import Line
from pbc.actor import Actor
from pbc.clock import LONDON
from pbc.money import pounds
from pbc.roles import READS_ALL_MONEY

BY_SIGN_UP = ("per_patient", "information_fund", "block", "item_of_service", "milestone")
"""The kinds whose sums ask whether a sign-up came by the deadline."""


@dataclass(frozen=True)
class Number:
    """One number that entered the sum: what it is, its value, where it came from."""

    what: str
    value: str
    source: str
    href: str = ""
    digest: str = ""


@dataclass(frozen=True)
class MemberRow:
    """A practice of the locality whose patients entered the sum."""

    code: str
    name: str
    list_size: int
    source: str
    sign_up: str
    href: str


@dataclass(frozen=True)
class Earlier:
    """What an earlier run paid of the same."""

    pay_date: date
    amount_pence: int
    commissioner: str
    number: int
    href: str


@dataclass(frozen=True)
class Explanation:
    """Everything that *why this amount* shows of a line."""

    line: Line
    scheme: SchemeVersion
    title: str
    objective: str
    clause: str
    rule: str
    working: list[str]
    rounding: str
    numbers: list[Number]
    members: list[MemberRow] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)

    @property
    def due_sentence(self) -> str:
        line = self.line
        return (
            f"{pounds(line.entitlement_pence)} earned − {pounds(line.paid_pence)} paid before "
            f"= {pounds(line.due_pence)} due."
        )

    @property
    def member_patients(self) -> int:
        return sum(member.list_size for member in self.members)


def explain(line: Line, *, actor: Actor) -> Explanation:
    """The explanation of a stored line, from what was stored with its run alone.

    Links lead only to what this person may see.
    """
    run, calculation = line.run, line.calculation
    version = calculation.version
    wording = components.Wording(
        calculation.pk, version, rules.parse_definition(calculation.facts["scheme"])
    )
    payable = wording.payable(line.objective, line.component)
    code, objective, component = contract_key(run, line)
    working = rules.explain(line.inputs)
    facts = {item["code"]: item for item in calculation.facts["providers"]}
    practices = calculation.provenance["providers"]
    own = practices.get(code)
    members = (
        _members_of(code, facts, practices, actor=actor)
        if code in calculation.provenance["localities"]
        else []
    )
    return Explanation(
        line=line,
        scheme=version,
        title=payable.title,
        objective=wording.objective_title(objective),
        clause=payable.clause,
        rule=f"{line.inputs['rule']}, version {line.inputs['version']}",
        working=working,
        rounding=_rounding(working),
        numbers=[
            *(_of_provider(facts[code], own, line, wording, actor=actor) if own else []),
            *_of_locality(calculation.provenance["localities"].get(code)),
            *_terms(line, wording),
        ],
        members=members,
        earlier=_earlier(
            calculation.provenance["paid"].get(f"{code}/{objective}/{component}", []),
            line,
            actor=actor,
        ),
    )


def neighbours(line: Line, visible: Any) -> tuple[Line | None, Line | None]:
    """The lines before and after this one that the person may see in the run."""
    lines = visible.filter(run_id=line.run_id).select_related("payee").order_by("number")
    return (
        lines.filter(number__lt=line.number).last(),
        lines.filter(number__gt=line.number).first(),
    )


def _of_provider(
    facts: dict[str, Any],
    held: dict[str, Any],
    line: Line,
    wording: components.Wording,
    *,
    actor: Actor,
) -> list[Number]:
    return [
        *([] if held["list"] is None else [_list_number(facts, held["list"])]),
        *([] if held.get("kind") == OrganisationKind.PROVIDER else _localities(facts, held)),
        *_sign_up(facts, held, line, wording, actor=actor),
        *_items(facts, held, line, wording, actor=actor),
    ]


def _localities(facts: dict[str, Any], held: dict[str, Any]) -> list[Number]:
    """Where a practice belongs; another provider is in no locality."""
    numbers = []
    locality = held["locality"]
    if locality is not None:
        source = (
            "the locality that its sign-up sheet names"
            if locality["by"] == "sign_up"
            else "its membership on the pay date"
        )
        numbers.append(Number("Locality", locality["name"], source))
    else:
        numbers.append(Number("Locality", "none", "the practice commissions alone"))
    if len(facts["memberships"]) > 1:
        numbers += [
            Number(
                f"Locality from {_day(one['from'])}",
                one["locality"],
                f"its membership, until {_day(one['to'])}" if one["to"] else "its membership",
            )
            for one in facts["memberships"]
        ]
    return numbers


def _sign_up(
    facts: dict[str, Any],
    held: dict[str, Any],
    line: Line,
    wording: components.Wording,
    *,
    actor: Actor,
) -> list[Number]:
    sign_up, sheet = facts["sign_up"], held["sign_up"]
    if sign_up is None or sheet is None:
        return []
    href = _sign_up_links([sheet["id"]], actor=actor).get(sheet["id"], "")
    late = (
        f"after the deadline, let in by {sheet['late_decision']}"
        if sheet["late"] and sheet["late_decision"]
        else "after the deadline"
        if sheet["late"]
        else "in time"
    )
    numbers = [
        Number(
            "Sign-up received",
            _moment(sheet["received_at"]),
            f"the sign-up sheet, {late}",
            href,
        ),
        Number("Sign-up accepted", _moment(sheet["accepted_at"]), "the sign-up sheet", href),
    ]
    if sign_up["withdrawn"]:
        numbers.append(
            Number("Sign-up withdrawn", _day(sign_up["withdrawn"]), "the sign-up sheet", href)
        )
    if wording.definition.objective(line.objective).kind.name == "per_patient":
        numbers.append(
            Number(
                "GPs who signed",
                f"{sign_up['signed_gps']} of {sign_up['eligible_gps']}",
                "the signatures on the sign-up sheet, as known when the run was prepared",
                href,
            )
        )
    return numbers


def _items(
    facts: dict[str, Any],
    held: dict[str, Any],
    line: Line,
    wording: components.Wording,
    *,
    actor: Actor,
) -> list[Number]:
    """The items claimed for each month, and the claims that were made void since."""
    if wording.definition.objective(line.objective).kind.name != "item_of_service":
        return []
    counts = {
        claim["month"]: claim["count"]
        for claim in facts.get("claims", [])
        if claim["objective"] == line.objective
    }
    claims = held.get("claims", [])
    links = _claim_links([claim["id"] for claim in claims], actor=actor)
    return [_item(claim, counts, links.get(claim["id"], "")) for claim in claims]


def _item(claim: dict[str, Any], counts: dict[str, int], href: str) -> Number:
    what = f"Items of {date.fromisoformat(claim['month'] + '-01'):%B %Y}"
    source = (
        f"the claim received {_moment(claim['received_at'])}, "
        f"accepted {_moment(claim['accepted_at'])}"
    )
    if claim["void_since"]:
        return Number(
            what,
            "none",
            f"{source}, void since {_moment(claim['void_since'])}: {claim['void_because']}",
            href,
        )
    return Number(what, f"{counts.get(claim['month'], 0):,}", source, href)


def _claim_links(ids: list[str], *, actor: Actor) -> dict[str, str]:
    """The pages of the claims that a person may see; of a void one nothing is left to see."""
    visible = SignUp.objects.visible_to(actor).order_by()
    found = Claim.objects.live().of(visible).filter(pk__in=ids).select_related("provider")
    return {str(claim.pk): claim.get_absolute_url() for claim in found}


def _of_locality(locality: dict[str, Any] | None) -> list[Number]:
    if locality is None:
        return []
    source = (
        "the locality's record"
        if locality["formed_is_held"]
        else "no date is held, so the start of the year"
    )
    payee = locality["payee"]
    return [
        Number("Locality formed", _day(locality["formed"]), source),
        Number(
            "Paid to",
            payee["name"] if payee else "nobody is named yet",
            "the payee that the locality names",
        ),
        *(
            Number(
                "Level awarded",
                f"level {award['level']}",
                f"decision {award['number']} of the Committee, "
                + (f"correcting decision {award['corrects']} of " if award.get("corrects") else "")
                + _day(award["decided"]),
            )
            for award in locality.get("levels", ())
        ),
    ]


def _terms(line: Line, wording: components.Wording) -> list[Number]:
    """The terms of the scheme that enter this component, as they stood for the run."""
    version, definition = wording.version, wording.definition
    objective = definition.objective(line.objective)
    href = reverse("les_schemes:scheme", args=[version.pk])
    source = f"the terms of {version}"
    entering = objective.payables[line.component].terms
    numbers = [
        Number(term.label, term.form.show(getattr(objective.terms, term.name)), source, href)
        for term in objective.kind.terms
        if term.name in entering
    ]
    if objective.kind.name in BY_SIGN_UP:
        numbers += [
            Number(term.label, term.form.show(getattr(definition.terms, term.name)), source, href)
            for term in scheme_terms()
        ]
    return numbers


def _list_number(facts: dict[str, Any], held: dict[str, Any]) -> Number:
    return Number(
        f"Patients on {_day(held['as_at'])}",
        f"{facts['lists'][0]['size']:,}",
        _list_source(held),
        digest=held["sha256"],
    )


def _list_source(held: dict[str, Any]) -> str:
    parts = [held["source"]]
    if held["file"]:
        parts.append(f"file {held['file']}")
    parts.append(f"recorded {_moment(held['recorded_at'])}")
    if held["reason"]:
        parts.append(f"corrected: {held['reason']}")
    return ", ".join(parts)


def _members_of(
    locality: str,
    facts: dict[str, dict[str, Any]],
    practices: dict[str, dict[str, Any]],
    *,
    actor: Actor,
) -> list[MemberRow]:
    members = [
        (code, item, practices[code])
        for code, item in sorted(facts.items())
        if item["sign_up"] is not None
        and item["lists"]
        and any(one["locality"] == locality for one in item["memberships"])
    ]
    links = _sign_up_links([held["sign_up"]["id"] for _, _, held in members], actor=actor)
    return [
        MemberRow(
            code=code,
            name=held["name"],
            list_size=item["lists"][0]["size"],
            source=f"on {_day(held['list']['as_at'])}, {_list_source(held['list'])}",
            sign_up=(
                f"received {_day(item['sign_up']['received'])}, "
                f"accepted {_day(item['sign_up']['accepted'])}"
            ),
            href=links.get(held["sign_up"]["id"], ""),
        )
        for code, item, held in members
    ]


def _sign_up_links(ids: list[str], *, actor: Actor) -> dict[str, str]:
    visible = SignUp.objects.visible_to(actor).filter(pk__in=ids).order_by()
    return {
        str(pk): reverse("les_schemes:sign-up", args=[pk])
        for pk in visible.values_list("pk", flat=True)
    }


def _earlier(rows: list[dict[str, Any]], line: Line, *, actor: Actor) -> list[Earlier]:
    """What earlier runs paid; a commissioner does not open the statements of another."""
    home = line.run.commissioner.code
    reads_all = actor.holds(*READS_ALL_MONEY, in_organisation=line.run.commissioner_id)
    return [
        Earlier(
            pay_date=date.fromisoformat(row["pay_date"]),
            amount_pence=row["amount_pence"],
            commissioner=row["commissioner"],
            number=row["number"],
            href=(
                reverse("payments:statement", args=[row["run"], line.payee.code])
                if row["commissioner"] == home or not reads_all
                else ""
            ),
        )
        for row in rows
    ]


def _rounding(working: list[str]) -> str:
    if any("nearest penny" in sentence for sentence in working):
        return (
            "Rounded to the nearest penny where the sum says so; half a penny rounds up. Totals "
            "are sums of rounded lines."
        )
    return "Nothing had to be rounded: the sum comes to whole pence."


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%-d %B %Y}"


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(LONDON):%-d %B %Y}"
