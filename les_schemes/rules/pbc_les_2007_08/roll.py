"""The practices of a document of facts by locality, each with the standing of its sign-up."""

from dataclasses import dataclass

from les_schemes.rules.facts import BudgetFacts, LesFacts, LocalityFacts, PracticeFacts
from les_schemes.rules.pbc_les_2007_08.sign_up import Standing


@dataclass(frozen=True, slots=True)
class Member:
    """A practice on the roll."""

    practice: PracticeFacts
    standing: Standing

    @property
    def code(self) -> str:
        return self.practice.code

    @property
    def list_size(self) -> int:
        return self.practice.list_size

    @property
    def final_budget(self) -> BudgetFacts | None:
        """The budget once its outturn is final."""
        budget = self.practice.budget
        return budget if budget is not None and budget.outturn_final else None


class Roll:
    """All practices in order of their code, and those of each locality."""

    def __init__(self, facts: LesFacts) -> None:
        self.members = [
            Member(
                practice,
                Standing(
                    practice.sign_up,
                    facts.as_at,
                    facts.terms.sign_up_deadline,
                    facts.readings.late_sign_up,
                ),
            )
            for practice in sorted(facts.practices, key=lambda practice: practice.code)
        ]
        self.localities = facts.localities
        self._by_locality: dict[str | None, list[Member]] = {None: []}
        for locality in facts.localities:
            self._by_locality[locality.code] = []
        for member in self.members:
            self._by_locality[member.practice.locality].append(member)

    def of(self, locality: LocalityFacts) -> list[Member]:
        """The practices of a locality."""
        return self._by_locality[locality.code]

    @property
    def alone(self) -> list[Member]:
        """The practices that commission alone."""
        return self._by_locality[None]
