"""Addresses of the steps in the life of a scheme version."""

from django.urls import path

from les_schemes.views import life

_VERSION = "schemes/<uuid:pk>/"

urlpatterns = [
    path(
        f"{_VERSION}consulted/",
        life.SchemeRecordConsultation.as_view(),
        name="scheme-record-consultation",
    ),
    path(f"{_VERSION}approve/", life.SchemeApprove.as_view(), name="scheme-approve"),
    path(f"{_VERSION}take-back/", life.SchemeTakeBack.as_view(), name="scheme-take-back"),
    path(f"{_VERSION}withdraw/", life.SchemeWithdraw.as_view(), name="scheme-withdraw"),
    path(f"{_VERSION}next/", life.SchemeNext.as_view(), name="scheme-next"),
    path(f"{_VERSION}changed/", life.SchemeChanged.as_view(), name="scheme-changed"),
    path(f"{_VERSION}reconcile/", life.SchemeReconcile.as_view(), name="scheme-reconcile"),
]
