"""Addresses of runs, lines and statements."""

from django.urls import path

from payments.views import lines, runs, statements

app_name = "payments"

urlpatterns = [
    path("", statements.Payments.as_view(), name="payments"),
    path("runs/", runs.Runs.as_view(), name="runs"),
    path("runs/new/", runs.RunNew.as_view(), name="run-new"),
    path("runs/new/check/", runs.RunRequest.as_view(), name="run-request"),
    path("runs/<uuid:pk>/", runs.RunDetail.as_view(), name="run"),
    path("runs/<uuid:pk>/changes/", runs.RunChanges.as_view(), name="run-changes"),
    path("runs/<uuid:pk>/left-out/", runs.RunLeftOut.as_view(), name="run-left-out"),
    path("runs/<uuid:pk>/for-review/", runs.RunReviewCases.as_view(), name="run-review-cases"),
    path("runs/<uuid:pk>/approve/", runs.RunApprove.as_view(), name="run-approve"),
    path("runs/<uuid:pk>/cancel/", runs.RunCancel.as_view(), name="run-cancel"),
    path("runs/<uuid:pk>/mark-paid/", runs.RunMarkPaid.as_view(), name="run-mark-paid"),
    path("runs/<uuid:pk>/prepare-again/", runs.RunPrepareAgain.as_view(), name="run-prepare-again"),
    path("runs/<uuid:pk>/lines/", lines.Lines.as_view(), name="lines"),
    path("runs/<uuid:pk>/lines/<int:number>/", lines.LineDetail.as_view(), name="line"),
    path(
        "runs/<uuid:pk>/payees/<str:code>/",
        statements.StatementDetail.as_view(),
        name="statement",
    ),
    path(
        "runs/<uuid:pk>/payees/<str:code>/statement.pdf",
        statements.StatementPdf.as_view(),
        name="statement-pdf",
    ),
    path("payees/<str:code>/", statements.Statements.as_view(), name="statements"),
]
