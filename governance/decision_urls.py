"""Addresses of items, matters, decisions, letters, conditions and appeals."""

from django.urls import path

from governance.views import appeals, decisions, items, letters, matters

_ITEM = "items/<uuid:pk>/"
_MATTER = "matters/<uuid:pk>/"
_DECISION = "decisions/<uuid:pk>/"
_LETTER = f"{_DECISION}letters/<int:organisation>/"
_APPEAL = "appeals/<uuid:pk>/"

urlpatterns = [
    path(_ITEM, items.ItemDetail.as_view(), name="item"),
    path(f"{_ITEM}hear/", items.ItemHear.as_view(), name="item-hear"),
    path(f"{_ITEM}declare/", items.ItemDeclare.as_view(), name="item-declare"),
    path(f"{_ITEM}votes/", items.ItemVote.as_view(), name="item-vote"),
    path(f"{_ITEM}note/", items.ItemNote.as_view(), name="item-note"),
    path(f"{_ITEM}decide/", items.ItemDecide.as_view(), name="item-decide"),
    path(f"{_ITEM}defer/", items.ItemDefer.as_view(), name="item-defer"),
    path(f"{_ITEM}close/", items.ItemClose.as_view(), name="item-close"),
    path(f"{_ITEM}ratify/", items.ItemRatify.as_view(), name="item-ratify"),
    path("matters/", matters.Matters.as_view(), name="matters"),
    path("committees/<str:code>/notes/new/", matters.NoteNew.as_view(), name="note-new"),
    path(_MATTER, matters.MatterDetail.as_view(), name="matter"),
    path(f"{_MATTER}papers/new/", matters.MatterAddPaper.as_view(), name="matter-add-paper"),
    path(f"{_MATTER}agenda/", matters.MatterPutOnAgenda.as_view(), name="matter-put-on-agenda"),
    path(
        f"{_MATTER}agenda/off/",
        matters.MatterTakeOffAgenda.as_view(),
        name="matter-take-off-agenda",
    ),
    path(f"{_MATTER}withdraw/", matters.MatterWithdraw.as_view(), name="matter-withdraw"),
    path(
        f"{_MATTER}decide-alone/", matters.MatterDecideAlone.as_view(), name="matter-decide-alone"
    ),
    path("decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("decisions/took-part/", decisions.TookPart.as_view(), name="took-part"),
    path(_DECISION, decisions.DecisionDetail.as_view(), name="decision"),
    path(f"{_DECISION}correct/", decisions.DecisionCorrect.as_view(), name="decision-correct"),
    path(_LETTER, letters.LetterPreview.as_view(), name="letter-preview"),
    path(f"{_LETTER}draft.pdf", letters.LetterPreviewPdf.as_view(), name="letter-preview-pdf"),
    path(f"{_LETTER}issue/", letters.LetterIssue.as_view(), name="letter-issue"),
    path("conditions/", decisions.Conditions.as_view(), name="conditions"),
    path(
        "conditions/<uuid:pk>/met/",
        decisions.ConditionDischarge.as_view(),
        name="condition-discharge",
    ),
    path("appeals/", appeals.Appeals.as_view(), name="appeals"),
    path(
        "appeals/new/<str:subject_type>/<str:subject_id>/",
        appeals.AppealNew.as_view(),
        name="appeal-new",
    ),
    path(_APPEAL, appeals.AppealDetail.as_view(), name="appeal"),
    path(f"{_APPEAL}acknowledge/", appeals.AppealAcknowledge.as_view(), name="appeal-acknowledge"),
    path(f"{_APPEAL}answer/", appeals.AppealAnswer.as_view(), name="appeal-answer"),
    path(f"{_APPEAL}escalate/", appeals.AppealEscalate.as_view(), name="appeal-escalate"),
    path(
        f"{_APPEAL}take-outside/", appeals.AppealTakeOutside.as_view(), name="appeal-take-outside"
    ),
    path(f"{_APPEAL}close/", appeals.AppealClose.as_view(), name="appeal-close"),
]
