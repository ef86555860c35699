"""Files as others would send them, and what a worker does with them."""

from datetime import date

from localities import jobs_of_imports
from localities.actions import imports
from localities.models import Import
from localities.statuses import ImportStatus
from pbc import jobs
from pbc.actor import SYSTEM, Actor


def an_ods_row(**values: str) -> str:
    """A row of 27 fields of a GP practice; ``f26="4"`` sets the twenty-sixth."""
    row = {
        "f1": "QQ101", "f2": "BRIDGE STREET SURGERY", "f5": "1 BRIDGE STREET", "f10": "ZZ1 1AA",
        "f11": "19740401", "f13": "A", "f15": "XDA", "f16": "20010401", "f26": "4", **values,
    }  # fmt: skip
    return ",".join(f'"{row.get(f"f{number}", "")}"' for number in range(1, 28)) + "\n"


def list_rows(*rows: tuple[str, str, object]) -> str:
    """A PCT's own list of lists."""
    return "code,as at,patients\n" + "".join(f"{','.join(map(str, row))}\n" for row in rows)


def run_job(imported: Import) -> Import:
    """Do here what a worker would do."""
    jobs.run(jobs_of_imports.latest(imported).pk)
    imported.refresh_from_db()
    return imported


def upload(
    kind: str,
    content: str | bytes,
    *,
    by: Actor = SYSTEM,
    stated_date: date | None = None,
    name: str = "file.csv",
) -> Import:
    """A file uploaded and checked."""
    data = content.encode() if isinstance(content, str) else content
    return run_job(
        imports.upload(kind=kind, content=data, name=name, stated_date=stated_date, by=by)
    )


def confirm(imported: Import, *, by: Actor = SYSTEM) -> Import:
    """An import confirmed as shown, and written."""
    imports.confirm(imported=imported, fingerprint=imported.preview["fingerprint"], by=by)
    return run_job(imported)


def bring_in(kind: str, content: str | bytes, *, by: Actor = SYSTEM, **more: object) -> Import:
    """A file uploaded, checked, confirmed and written."""
    written = confirm(upload(kind, content, by=by, **more), by=by)
    assert written.status == ImportStatus.WRITTEN, written.preview
    return written
