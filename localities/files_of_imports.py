"""Who may download an imported file: whoever may see the import."""

from localities.actions.imports import FILE_KIND
from localities.models import Import
from pbc import files
from pbc.actor import Actor
from pbc.models import StoredFile


def _sees_its_import(actor: Actor, stored: StoredFile) -> bool:
    return Import.objects.visible_to(actor).filter(file=stored).exists()


files.register_kind(FILE_KIND, visible=_sees_its_import)
