"""Addresses of the sheet on paper: the blank to print, and the scans that come back."""

from django.urls import path

from les_schemes.views import blank_sheets, returned_sheets

urlpatterns = [
    path("schemes/<uuid:pk>/sheet/", blank_sheets.SheetBlank.as_view(), name="sheet-blank"),
    path(
        "schemes/<uuid:pk>/sheet/pdf/",
        blank_sheets.SheetBlankPdf.as_view(),
        name="sheet-blank-pdf",
    ),
    path(
        "schemes/<uuid:pk>/returned-sheets/",
        returned_sheets.ReturnedSheets.as_view(),
        name="returned-sheets",
    ),
    path(
        "schemes/<uuid:pk>/returned-sheets/new/",
        returned_sheets.ReturnedSheetStart.as_view(),
        name="returned-sheet-start",
    ),
    path(
        "schemes/<uuid:pk>/returned-sheets/new/<str:practice>/<str:received_on>/<str:channel>/",
        returned_sheets.ReturnedSheetUpload.as_view(),
        name="returned-sheet-upload",
    ),
    path(
        "returned-sheets/<uuid:pk>/",
        returned_sheets.ReturnedSheetView.as_view(),
        name="returned-sheet",
    ),
    path(
        "returned-sheets/<uuid:pk>/verify/",
        returned_sheets.ReturnedSheetVerify.as_view(),
        name="returned-sheet-verify",
    ),
    path(
        "returned-sheets/<uuid:pk>/reject/",
        returned_sheets.ReturnedSheetReject.as_view(),
        name="returned-sheet-reject",
    ),
]
