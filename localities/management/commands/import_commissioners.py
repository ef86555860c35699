from localities.importers.command import ImportCommand
from localities.statuses import ImportKind


class Command(ImportCommand):
    help = "Import commissioners from an ODS file (eccg): names those known by code only."
    kind = ImportKind.COMMISSIONERS
