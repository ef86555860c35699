"""Who may read the files and sealed documents of schemes and sign-ups."""

from les_schemes.actions.designing.consulting import CONSULTATION_FILE
from les_schemes.actions.procurement.evidencing import EVIDENCE_KIND
from les_schemes.actions.sign_ups.signing import DRAWING_KIND
from les_schemes.loading import FRAMEWORK_KIND
from les_schemes.models import (
    ProcurementAssessment,
    SchemeVersion,
    Signature,
    SignUp,
    TestEvidence,
    YearEndStatement,
)
from les_schemes.returned_sheets import FILE_KIND, may_read_file
from pbc import files
from pbc.actor import Actor
from pbc.documents import access
from pbc.models import StoredFile


def may_read_framework(actor: Actor, stored: StoredFile) -> bool:
    """A Framework is read by whoever may see a scheme it governs."""
    visible = SchemeVersion.objects.visible_to(actor)
    return visible.filter(framework__file=stored).exists()


def may_read_consultation(actor: Actor, stored: StoredFile) -> bool:
    """What was sent in a consultation is read by whoever may see the scheme it was about."""
    visible = SchemeVersion.objects.visible_to(actor)
    return visible.filter(consultations__file=stored).exists()


def may_read_drawing(actor: Actor, stored: StoredFile) -> bool:
    """A drawn signature is seen by whoever may see the sheet it is on."""
    visible = SignUp.objects.visible_to(actor)
    return Signature.objects.filter(drawing=stored, sign_up__in=visible.values("pk")).exists()


def may_read_procurement_evidence(actor: Actor, stored: StoredFile) -> bool:
    """The files behind the four tests stay with the commissioners who offer the scheme."""
    visible = ProcurementAssessment.objects.visible_to(actor)
    return TestEvidence.objects.filter(file=stored, assessment__in=visible.values("pk")).exists()


def may_read_sign_up(actor: Actor, subject_id: str) -> bool:
    return SignUp.objects.visible_to(actor).filter(pk=subject_id).exists()


def may_read_statement(actor: Actor, subject_id: str) -> bool:
    return YearEndStatement.objects.visible_to(actor).filter(pk=subject_id).exists()


files.register_kind(FRAMEWORK_KIND, visible=may_read_framework)
files.register_kind(CONSULTATION_FILE, visible=may_read_consultation)
files.register_kind(DRAWING_KIND, visible=may_read_drawing)
files.register_kind(FILE_KIND, visible=may_read_file)
files.register_kind(EVIDENCE_KIND, visible=may_read_procurement_evidence)
access.register_subject("les_schemes.signup", visible=may_read_sign_up)
access.register_subject("les_schemes.yearendstatement", visible=may_read_statement)
