"""The item of service as a kind of rule: what it pays, and to whom."""

from collections.abc import Iterator

from les_schemes.rules.definition import Objective
from les_schemes.rules.kind import PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.kinds.item_of_service.items import Claimed, Items, MonthOfItems
from les_schemes.rules.kinds.item_of_service.terms import ItemReadings, ItemTerms, show_bands
from les_schemes.rules.roll import Member, Roll
from les_schemes.rules.wording import count, joined


class ItemOfService(Kind):
    name = "item_of_service"
    title = "Item of service"
    description = (
        "A fee for each item claimed, in bands if wanted, with a yearly cap for each provider or "
        "for every 1,000 registered patients, and a minimum volume."
    )
    source = "Enhanced service specifications: a fee for each item claimed"
    pays = (
        Pays(
            "items",
            PAYMENT,
            "Items of service",
            "providers",
            ("bands", "yearly_cap", "yearly_cap_per_1000_patients", "minimum_volume"),
        ),
    )
    terms_type = ItemTerms
    readings_type = ItemReadings

    def sentence(self, terms: ItemTerms, readings: ItemReadings) -> str:
        sentences = [f"Pays each provider {show_bands(terms.bands)}."]
        if len(terms.bands) > 1 and readings.band_mode == "all_items_at_the_band_reached":
            sentences.append("Once a band is reached its fee is paid for all items.")
        caps = []
        if terms.yearly_cap is not None:
            caps.append(f"{count(terms.yearly_cap, 'item')} a provider")
        if terms.yearly_cap_per_1000_patients is not None:
            items = count(terms.yearly_cap_per_1000_patients, "item")
            caps.append(f"{items} for every 1,000 registered patients")
        if caps:
            both = ", whichever is less," if len(caps) > 1 else ""
            sentences.append(f"At most {joined(caps)}{both} are paid in a year.")
        if terms.minimum_volume:
            items = count(terms.minimum_volume, "item")
            sentences.append(f"Nothing is paid until {items} are reached.")
        return " ".join(sentences)

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each provider with what its items come to."""
        for member in roll.members:
            yield Entitlement(member.code, "items", _items(objective, member))


def _items(objective: Objective, member: Member) -> Items:
    """The items of a provider; those of a successor are numbered on from its predecessors'."""
    before = [_items(objective, one) for one in member.continues]
    return Items(
        objective.terms,
        objective.readings.band_mode,
        _claimed(objective, member),
        member.acting_patients if member.has_acting_list else None,
        sum(one.providers for one in before) or 1,
        sum(one.items_before + one.paid for one in before),
        _counted(objective, _last_heir(member)),
    )


def _claimed(objective: Objective, member: Member) -> Claimed:
    months = [
        MonthOfItems(claim.month, claim.count)
        for claim in member.provider.claims
        if claim.objective == objective.number
    ]
    return Claimed(
        member.acting,
        member.goes_on_since,
        tuple(sorted(months, key=lambda claim: claim.month)),
    )


def _last_heir(member: Member) -> Member:
    """Whoever goes on with the provider's sign-up in the end; itself where nobody does."""
    successor = member.successor
    if successor is None or member not in successor.continues:
        return member
    return _last_heir(successor)


def _counted(objective: Objective, member: Member) -> int:
    """The items counted of a provider and of all whose sign-ups it goes on with."""
    own = _claimed(objective, member).counted
    return own + sum(_counted(objective, one) for one in member.continues)
