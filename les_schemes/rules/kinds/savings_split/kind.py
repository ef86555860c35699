"""The split of savings as a kind of rule: what it pays, and to whom."""

from collections.abc import Iterator, Mapping

from les_schemes.rules.definition import Objective
from les_schemes.rules.kind import ALLOCATION, PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.kinds.savings_split import savings
from les_schemes.rules.kinds.savings_split.terms import SavingsReadings, SavingsTerms
from les_schemes.rules.named_payees import PCT
from les_schemes.rules.roll import Roll
from les_schemes.rules.wording import percent
from pbc.money import pounds


class SavingsSplit(Kind):
    name = "savings_split"
    title = "Savings split"
    description = (
        "A first part of what a practice saves against its indicative budget is its reward, up to "
        "a cap by patients; the rest is split between patient care and the PCT's balance."
    )
    source = "PBC LES 2007/08, appendix one, objective 4"
    needs_list = True
    stands_once = True
    pays = (
        Pays(
            "pct_share",
            ALLOCATION,
            "Share of savings towards the PCT's balance",
            "the PCT",
            ("reinvestment_fraction",),
        ),
        Pays(
            "reinvestment",
            ALLOCATION,
            "Share of savings to be invested in patient care",
            "localities and practices that commission alone",
            ("reinvestment_fraction",),
        ),
        Pays(
            "reward",
            PAYMENT,
            "Reward for savings",
            "practices",
            ("reward_fraction", "reward_cap_per_patient"),
        ),
        Pays(
            "unallocated",
            ALLOCATION,
            "First tenth of savings beyond the reward",
            "the PCT",
            ("reward_fraction",),
        ),
    )
    terms_type = SavingsTerms
    readings_type = SavingsReadings
    named_payees = (PCT,)

    def disagreements(self, readings: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
        """``hybrid`` was only ever thought through with the default split."""
        if readings["savings_unit"] != "hybrid":
            return
        for reading in self.readings:
            if reading.name not in {"split_base", "reinvestment_share"}:
                continue
            if readings[reading.name] not in {reading.default, None}:
                yield reading.name, f"must be {reading.default} where savings_unit is hybrid"

    def sentence(self, terms: SavingsTerms, readings: SavingsReadings) -> str:
        saving = {
            "practice": "each practice's saving",
            "locality": "each locality's net saving, shared among those who saved,",
            "hybrid": "each practice's saving",
        }
        split = {
            "practice": "the rest",
            "locality": "the rest",
            "hybrid": "what the rewards leave of the locality's net saving",
        }
        base = split[readings.savings_unit]
        if readings.reinvestment_share == "gross":
            base = "the whole saving"
        return (
            f"Pays {percent(terms.reward_fraction)} of {saving[readings.savings_unit]} as a "
            f"reward, at most {pounds(terms.reward_cap_per_patient)} a patient; "
            f"{percent(terms.reinvestment_fraction)} of {base} is set aside for patient care and "
            "what remains goes to the PCT's balance."
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        return savings.entitlements(objective, roll)
