"""Addresses of monthly reports and of their templates."""

from django.urls import path

from les_schemes.views.reports import listing, month, pictures, preparing, reviewing, templates

_REPORTS = "reports/<uuid:pk>/"
_MONTH = f"{_REPORTS}practices/<str:provider>/<str:month>/"
_TEMPLATE = f"{_REPORTS}templates/<int:number>/"

urlpatterns = [
    path("reports/", listing.Reports.as_view(), name="reports"),
    path("reports/refused/", listing.RefusedData.as_view(), name="report-refused"),
    path(f"{_REPORTS}timeliness/", pictures.Timeliness.as_view(), name="report-timeliness"),
    path(f"{_REPORTS}challenges/", pictures.Challenges.as_view(), name="report-challenges"),
    path(f"{_REPORTS}templates/", templates.ReportTemplates.as_view(), name="report-templates"),
    path(
        f"{_REPORTS}templates/propose/",
        templates.ReportTemplatePropose.as_view(),
        name="report-template-propose",
    ),
    path(_TEMPLATE, templates.ReportTemplateView.as_view(), name="report-template"),
    path(
        f"{_TEMPLATE}agree/",
        templates.ReportTemplateAgree.as_view(),
        name="report-template-agree",
    ),
    path(
        f"{_TEMPLATE}refuse/",
        templates.ReportTemplateRefuse.as_view(),
        name="report-template-refuse",
    ),
    path(
        f"{_TEMPLATE}withdraw/",
        templates.ReportTemplateWithdraw.as_view(),
        name="report-template-withdraw",
    ),
    path(
        f"{_REPORTS}practices/<str:provider>/",
        listing.PracticeReports.as_view(),
        name="report-practice",
    ),
    path(_MONTH, month.Report.as_view(), name="report"),
    path(
        f"{_MONTH}revisions/<int:number>/",
        month.ReportRevisionView.as_view(),
        name="report-revision",
    ),
    path(f"{_MONTH}file/<str:name>/", month.ReportFile.as_view(), name="report-file"),
    path(f"{_MONTH}referrals/", preparing.ReportReferrals.as_view(), name="report-referrals"),
    path(f"{_MONTH}activity/", preparing.ReportActivity.as_view(), name="report-activity"),
    path(f"{_MONTH}upload/", preparing.ReportUploadPage.as_view(), name="report-upload"),
    path(
        f"{_MONTH}upload/<uuid:upload>/",
        preparing.ReportUploaded.as_view(),
        name="report-uploaded",
    ),
    path(f"{_MONTH}submit/", preparing.ReportSubmit.as_view(), name="report-submit"),
    path(
        f"{_MONTH}accept-for-locality/",
        reviewing.ReportAcceptForLocality.as_view(),
        name="report-accept-for-locality",
    ),
    path(
        f"{_MONTH}pass-locality/",
        reviewing.ReportPassLocality.as_view(),
        name="report-pass-locality",
    ),
    path(f"{_MONTH}accept/", reviewing.ReportAccept.as_view(), name="report-accept"),
    path(f"{_MONTH}send-back/", reviewing.ReportSendBack.as_view(), name="report-send-back"),
    path(f"{_MONTH}excuse/", reviewing.ReportExcuse.as_view(), name="report-excuse"),
    path(f"{_MONTH}void/", reviewing.ReportVoid.as_view(), name="report-void"),
]
