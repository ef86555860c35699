"""Addresses of who may provide a scheme, its procurement, and the register of decisions."""

from django.urls import path

from les_schemes.views import offers, procurement

urlpatterns = [
    path("schemes/<uuid:pk>/providers/", offers.SchemeProviders.as_view(), name="scheme-providers"),
    path(
        "schemes/<uuid:pk>/providers/change/",
        offers.SchemeProvidersChange.as_view(),
        name="scheme-providers-change",
    ),
    path(
        "schemes/<uuid:pk>/providers/invite/",
        offers.SchemeProviderInvite.as_view(),
        name="scheme-provider-invite",
    ),
    path(
        "schemes/<uuid:pk>/providers/<slug:code>/answer/",
        offers.SchemeProviderAnswer.as_view(),
        name="scheme-provider-answer",
    ),
    path("schemes/<uuid:pk>/procurement/", procurement.Procurement.as_view(), name="procurement"),
    path(
        "schemes/<uuid:pk>/procurement/tests/<slug:test>/",
        procurement.ProcurementEvidence.as_view(),
        name="procurement-evidence",
    ),
    path(
        "schemes/<uuid:pk>/procurement/route/",
        procurement.ProcurementRoute.as_view(),
        name="procurement-route",
    ),
    path(
        "schemes/<uuid:pk>/procurement/notice/",
        procurement.ProcurementNotice.as_view(),
        name="procurement-notice",
    ),
    path(
        "schemes/<uuid:pk>/procurement/challenge/",
        procurement.ProcurementChallenged.as_view(),
        name="procurement-challenge",
    ),
    path(
        "schemes/<uuid:pk>/procurement/challenges/<uuid:challenge>/answer/",
        procurement.ProcurementAnswer.as_view(),
        name="procurement-answer",
    ),
    path(
        "schemes/<uuid:pk>/procurement/confirm/",
        procurement.ProcurementConfirm.as_view(),
        name="procurement-confirm",
    ),
    path("procurement/", procurement.ProcurementRegister.as_view(), name="procurement-register"),
    path(
        "procurement/<uuid:pk>/",
        procurement.ProcurementDecisionPage.as_view(),
        name="procurement-decision",
    ),
]
