"""Patients registered at a GP practice: the national extract, or a PCT's own list of lists."""

from datetime import date

from localities.importers import headed, ods
from localities.importers.checking import RowCheck, in_words, refuse_duplicates
from localities.importers.findings import ListSizeRecord, Parsed, Unreadable

# Known headings, compared without case, spaces and punctuation; the first that is there counts.
WANTED = {
    "Practice code": (
        "code", "practicecode", "gppracticecode", "orgcode", "odscode", "organisationcode",
        "practice",
    ),
    "As at date": ("extractdate", "asatdate", "asat", "date", "listdate", "effectivedate"),
    "Registered patients": (
        "numberofpatients", "registered", "registeredpatients", "registeredlist", "totalall",
        "listsize", "patients", "numberofregisteredpatients",
        "numberofregisteredpatientslastknownfigure",
    ),
    "Weighted patients": (
        "weighted", "weightedpatients", "weightedlist", "numberofweightedpatients",
        "numberofweightedpatientslastknownfigure",
    ),
    "Sex": ("sex", "gender"),
    "Age": ("age", "agegroup", "agegroup5"),
    "Type": ("type", "orgtype"),
}  # fmt: skip
ALL = ("", "ALL", "PERSONS")
PRACTICE_TYPES = ("", "GP", "PRACTICE")
BREAKDOWN = "a part of a list (one sex or age), not the whole"
NOT_A_PRACTICE = "not a practice (a total of a commissioner or region)"


def parse(data: bytes, *, today: date, stated: date | None = None) -> Parsed:
    """List sizes by practice and day; ``stated`` is the day where the file gives none."""
    sheet = headed.read(data, wanted=WANTED, required=("Practice code", "Registered patients"))
    if "As at date" not in sheet.headings and stated is None:
        raise Unreadable(
            "The file does not say as at which day its lists are. Import it again and give the day."
        )
    parsed = sheet.parsed
    for line in sheet.lines:
        row = ods.checked(line, sheet.columns, sheet.width, parsed, today)
        if row is None:
            continue
        if (reason := _reason_to_ignore(row, sheet.headings)) is not None:
            parsed.ignored[reason] += 1
            continue
        record = _record(row, sheet.headings, stated)
        if record is not None and not row.is_refused:
            parsed.records.append(record)
    refuse_duplicates(
        parsed,
        key="practice,as_at",
        said="The list of this practice on this day",
        column=sheet.headings["Practice code"],
    )
    return parsed


def _reason_to_ignore(row: RowCheck, headings: dict[str, str]) -> str | None:
    for name in ("Sex", "Age"):
        if name in headings and row.raw(headings[name]).upper() not in ALL:
            return BREAKDOWN
    if "Type" in headings and row.raw(headings["Type"]).upper() not in PRACTICE_TYPES:
        return NOT_A_PRACTICE
    return None


def _record(row: RowCheck, headings: dict[str, str], stated: date | None) -> ListSizeRecord | None:
    practice = row.code(headings["Practice code"])
    as_at = row.day(headings["As at date"], required=True) if "As at date" in headings else stated
    registered = row.patients(headings["Registered patients"])
    weighted = (
        row.weighted(headings["Weighted patients"]) if "Weighted patients" in headings else None
    )
    if as_at is None or registered is None:
        return None
    return ListSizeRecord(
        row=row.line.number,
        line=row.line.text,
        practice=practice,
        as_at=as_at,
        registered=registered,
        weighted=weighted,
        source=f"Patients registered at a GP practice, {in_words(as_at)}",
    )
