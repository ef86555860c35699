"""Who may read the files that practices send with their reports."""

from les_schemes.actions.reports.preparing import FILE_KIND
from les_schemes.models import ReportUpload, SignUp
from pbc import files
from pbc.actor import Actor
from pbc.models import StoredFile


def may_read_upload(actor: Actor, stored: StoredFile) -> bool:
    """Whoever may see the practice's sign-up to the scheme."""
    upload = ReportUpload.objects.filter(file=stored).select_related("report").first()
    if upload is None:
        return False
    return (
        SignUp.objects.visible_to(actor)
        .filter(version=upload.report.version_id, provider=upload.report.provider_id)
        .exists()
    )


files.register_kind(FILE_KIND, visible=may_read_upload)
