from localities.importers.command import ImportCommand
from localities.statuses import ImportKind


class Command(ImportCommand):
    help = "Import list sizes: the national extract, or any CSV of practice code, day and patients."
    kind = ImportKind.LIST_SIZES
    stated_option = "--as-at"
    stated_help = "the day of the lists, where the file does not give it (2007-04-01)"
