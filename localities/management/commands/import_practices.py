from localities.importers.command import ImportCommand
from localities.statuses import ImportKind


class Command(ImportCommand):
    help = "Import GP practices and their commissioners from an ODS practice file (epraccur)."
    kind = ImportKind.PRACTICES
