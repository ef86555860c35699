"""Nothing about a patient is taken: what looks like an NHS number is refused, unkept (EXC-13)."""

from collections.abc import Iterable, Mapping, Sequence

from pbc import nhs_numbers
from pbc.refusals import BadInput

NOT_KEPT = (
    "This looks like an NHS number. It was not kept. Reports hold counts only: nothing about a "
    "patient"
)


class PatientData(BadInput):
    """Something that looks like an NHS number was given. It says where, never what."""

    def __init__(self, field: str, places: Sequence[str]) -> None:
        self.places = list(places)
        where = "; ".join(self.places[:10])
        more = f" and {len(self.places) - 10} more" if len(self.places) > 10 else ""
        super().__init__(
            {
                field: (
                    f"Something here looks like an NHS number ({where}{more}). Nothing of it was "
                    "kept, and your commissioner sees that it was refused. Take everything about "
                    "patients out and send counts only"
                )
            }
        )


def refuse(texts: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
    """Raise PatientData if any text, by the name of its box, looks like an NHS number."""
    pairs = texts.items() if isinstance(texts, Mapping) else texts
    places = [name for name, text in pairs if nhs_numbers.holds(text)]
    if places:
        raise PatientData(places[0], places)
