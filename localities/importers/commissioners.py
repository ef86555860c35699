"""The ODS commissioner file, eccg: it names the commissioners that other files know by code."""

from datetime import date

from localities.importers import ods
from localities.importers.checking import RowCheck, refuse_duplicates
from localities.importers.findings import CommissionerRecord, Parsed
from localities.statuses import CommissionerType

# The files have no field for what kind of commissioner it is; its name says so.
_TYPES_BY_NAME = (
    (" ICB", CommissionerType.ICB),
    ("INTEGRATED CARE BOARD", CommissionerType.ICB),
    (" CCG", CommissionerType.CCG),
    ("CLINICAL COMMISSIONING GROUP", CommissionerType.CCG),
    ("HEALTH BOARD", CommissionerType.HEALTH_BOARD),
    ("AREA TEAM", CommissionerType.AREA_TEAM),
    ("CARE TRUST", CommissionerType.CARE_TRUST),
    ("PRIMARY CARE GROUP", CommissionerType.PCG),
    (" PCG", CommissionerType.PCG),
    ("PRIMARY CARE TRUST", CommissionerType.PCT),
    (" PCT", CommissionerType.PCT),
)


def parse(data: bytes, *, today: date, stated: date | None = None) -> Parsed:
    """Commissioners in the 27-field layout."""
    lines, parsed = ods.lines_of(data, width=ods.STANDARD_WIDTH, called="eccg")
    for line in lines:
        row = ods.checked(line, ods.STANDARD_COLUMNS, ods.STANDARD_WIDTH, parsed, today)
        if row is None:
            continue
        record = _record(row)
        if not row.is_refused:
            parsed.records.append(record)
    refuse_duplicates(parsed, key="code", said="This commissioner", column="Organisation Code")
    return parsed


def type_by_name(name: str) -> str:
    """What kind of commissioner a name tells of."""
    padded = f" {name.upper()}"
    for words, commissioner_type in _TYPES_BY_NAME:
        if words in padded:
            return commissioner_type
    return CommissionerType.UNKNOWN


def _record(row: RowCheck) -> CommissionerRecord:
    name = row.text("Name", longest=ods.LONGEST_NAME, required=True)
    opened = row.day("Open Date")
    return CommissionerRecord(
        row=row.line.number,
        line=row.line.text,
        code=row.code("Organisation Code"),
        name=name,
        address=ods.address(row),
        postcode=ods.postcode(row),
        opened=opened,
        closed=row.last_day("Close Date", after=opened, what="the opening"),
        commissioner_type=type_by_name(name),
    )
