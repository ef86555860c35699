import re
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from localities.importers.command import ImportCommand
from localities.importers.payments import year_stated
from localities.statuses import ImportKind


class Command(ImportCommand):
    help = "Import registered and weighted lists from NHS Payments to General Practice."
    kind = ImportKind.PAYMENTS
    stated_option = "--year"
    stated_help = "the financial year of the file, like 2016/17; if not given, the file name tells"

    def stated_date(self, value: str) -> date:
        found = year_stated(value)
        if found is None:
            raise CommandError(f"This is no financial year: {value}. Give one like 2016/17.")
        return found

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["stated"]:
            in_name = re.search(r"(\d{2}|\d{4})-(\d{2})(?!\d)", Path(options["file"]).stem)
            options["stated"] = in_name.group(0) if in_name else ""
        super().handle(*args, **options)
