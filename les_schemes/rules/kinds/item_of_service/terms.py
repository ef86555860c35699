"""The terms of a fee for each item, its bands among them, and what a schedule leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from les_schemes.rules import values
from les_schemes.rules.inspection import InspectedObject, rows
from les_schemes.rules.tables import Form, optional_whole_number, reading, term, whole_number
from pbc.money import pounds, to_contract


@dataclass(frozen=True, slots=True)
class Band:
    """From which item of the year on a fee, in whole pence, is paid."""

    starts_at: int
    fee_pence: int


def read_bands(value: object) -> tuple[Band, ...]:
    """Bands in order, the first from item 1; raises ``values.Wrong``."""
    bands = rows(value, _read_band)
    if not bands:
        raise values.Wrong("must hold at least one band")
    faults = []
    if bands[0].starts_at != 1:
        faults.append(("[0].from", f"must be 1 in the first band, not {bands[0].starts_at}"))
    for position, (lower, upper) in enumerate(pairwise(bands), start=1):
        if upper.starts_at <= lower.starts_at:
            faults.append(
                (f"[{position}].from", f"must be above {lower.starts_at}, that of the band before")
            )
    if faults:
        raise values.Wrong(faults=faults)
    return bands


def _read_band(given: InspectedObject) -> Band:
    return Band(given.required("from", values.whole_number), given.required("fee", values.rate))


def write_bands(bands: Sequence[Band]) -> list[dict[str, Any]]:
    return [{"from": band.starts_at, "fee": to_contract(band.fee_pence)} for band in bands]


def show_bands(bands: Sequence[Band]) -> str:
    """``£12.00 for each item, from item 101 on £9.50``."""
    first, *others = bands
    further = [f"from item {band.starts_at:,} on {pounds(band.fee_pence)}" for band in others]
    return ", ".join([f"{pounds(first.fee_pence)} for each item", *further])


BANDS = Form("bands", read_bands, write_bands, show_bands)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTerms:
    """Fees are whole pence; the rest are items in a year."""

    bands: tuple[Band, ...] = term(BANDS, "Fee for each item, by bands")
    yearly_cap: int | None = optional_whole_number("Most items paid to a provider in a year")
    yearly_cap_per_1000_patients: int | None = optional_whole_number(
        "Most items paid for every 1,000 registered patients in a year"
    )
    minimum_volume: int = whole_number(0, "Items in a year below which nothing is paid")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReadings:
    """The choice that a schedule of fees leaves open."""

    band_mode: str = reading(
        "Which items does the fee of a higher band pay?",
        each_item_at_its_band="Those within the band; the items before keep their own fee",
        all_items_at_the_band_reached="All items, once the band is reached",
    )
