"""Organisations by code, all else by UUID."""

from django.urls import path

from localities.views import commissioners, imports, localities, practices, providers

app_name = "localities"

urlpatterns = [
    path("practices/", practices.Practices.as_view(), name="practices"),
    path("practices/<slug:code>/", practices.PracticePage.as_view(), name="practice"),
    path(
        "practices/<slug:code>/list-size/",
        practices.ListSizeCorrect.as_view(),
        name="list-size-correct",
    ),
    path("practices/<slug:code>/move/", practices.PracticeMove.as_view(), name="practice-move"),
    path("practices/<slug:code>/gps/add/", practices.PostStart.as_view(), name="post-start"),
    path(
        "practices/<slug:code>/gps/<uuid:person>/end/",
        practices.PostEnd.as_view(),
        name="post-end",
    ),
    path("providers/", providers.Providers.as_view(), name="providers"),
    path("providers/list/", providers.ProviderList.as_view(), name="provider-list"),
    path("providers/<slug:code>/", providers.ProviderPage.as_view(), name="provider"),
    path(
        "providers/<slug:code>/change/", providers.ProviderChange.as_view(), name="provider-change"
    ),
    path(
        "providers/<slug:code>/delist/<slug:commissioner>/",
        providers.ProviderDelist.as_view(),
        name="provider-delist",
    ),
    path("organisations/<slug:code>/", practices.OrganisationPage.as_view(), name="organisation"),
    path(
        "organisations/<slug:code>/successor/",
        practices.SuccessionRecord.as_view(),
        name="succession-record",
    ),
    path("localities/", localities.Localities.as_view(), name="localities"),
    path("localities/form/", localities.LocalityForm.as_view(), name="locality-form"),
    path("localities/<slug:code>/", localities.LocalityPage.as_view(), name="locality"),
    path(
        "localities/<slug:code>/payee/", localities.PayeeNominate.as_view(), name="payee-nominate"
    ),
    path("commissioners/", commissioners.Commissioners.as_view(), name="commissioners"),
    path(
        "commissioners/<slug:code>/", commissioners.CommissionerPage.as_view(), name="commissioner"
    ),
    path(
        "commissioners/<slug:code>/name/",
        commissioners.CommissionerName.as_view(),
        name="commissioner-name",
    ),
    path("imports/", imports.ImportList.as_view(), name="import-list"),
    path("imports/new/", imports.ImportUpload.as_view(), name="import-upload"),
    path("imports/<uuid:pk>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<uuid:pk>/findings/", imports.ImportFindings.as_view(), name="import-findings"),
    path("imports/<uuid:pk>/report/", imports.ImportReport.as_view(), name="import-report"),
    path("imports/<uuid:pk>/confirm/", imports.ImportConfirm.as_view(), name="import-confirm"),
    path("imports/<uuid:pk>/abandon/", imports.ImportAbandon.as_view(), name="import-abandon"),
    path(
        "imports/<uuid:pk>/check-again/",
        imports.ImportCheckAgain.as_view(),
        name="import-check-again",
    ),
]
