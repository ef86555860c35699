"""Addresses of designing a scheme."""

from django.urls import path

from les_schemes.views import designing, scheme_files

_DRAFT = "schemes/<uuid:pk>/design/"

urlpatterns = [
    path("schemes/new/", designing.SchemeStart.as_view(), name="scheme-start"),
    path("schemes/load/", scheme_files.SchemeFileUpload.as_view(), name="scheme-file-upload"),
    path(
        "schemes/load/<uuid:file>/<slug:commissioner>/",
        scheme_files.SchemeFilePreview.as_view(),
        name="scheme-file",
    ),
    path(
        "schemes/<uuid:pk>/file/",
        scheme_files.SchemeFileDownload.as_view(),
        name="scheme-file-download",
    ),
    path(_DRAFT, designing.SchemeDesign.as_view(), name="scheme-design"),
    path(f"{_DRAFT}about/", designing.SchemeDescribe.as_view(), name="scheme-describe"),
    path(
        f"{_DRAFT}consultation/",
        designing.SchemeConsultation.as_view(),
        name="scheme-consultation",
    ),
    path(f"{_DRAFT}readings/", designing.SchemeReadings.as_view(), name="scheme-readings"),
    path(f"{_DRAFT}shares/", designing.SchemeShares.as_view(), name="scheme-shares"),
    path(
        f"{_DRAFT}objectives/add/",
        designing.ObjectiveChooseKind.as_view(),
        name="objective-choose-kind",
    ),
    path(
        f"{_DRAFT}objectives/add/<slug:kind>/",
        designing.ObjectiveAdd.as_view(),
        name="objective-add",
    ),
    path(
        f"{_DRAFT}objectives/<int:number>/",
        designing.ObjectiveChange.as_view(),
        name="objective-change",
    ),
    path(
        f"{_DRAFT}objectives/<int:number>/remove/",
        designing.ObjectiveRemove.as_view(),
        name="objective-remove",
    ),
    path(
        f"{_DRAFT}objectives/<int:number>/move/",
        designing.ObjectiveMove.as_view(),
        name="objective-move",
    ),
]
