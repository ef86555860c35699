from localities.importers.command import ImportCommand
from localities.statuses import ImportKind


class Command(ImportCommand):
    help = "Import the dated memberships of practices in commissioners (ODS epcmem)."
    kind = ImportKind.MEMBERSHIPS
