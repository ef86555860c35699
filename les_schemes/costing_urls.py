"""Addresses of what a scheme would cost, and of its dry runs."""

from django.urls import path

from les_schemes.views import costing

_COSTS = "schemes/<uuid:pk>/design/costs/"
_RUNS = "schemes/<uuid:pk>/dry-runs/"

urlpatterns = [
    path(_COSTS, costing.SchemeCosts.as_view(), name="scheme-costs"),
    path(f"{_COSTS}keep/", costing.SchemeCostsKeep.as_view(), name="scheme-costs-keep"),
    path(f"{_COSTS}drop/", costing.SchemeCostsDrop.as_view(), name="scheme-costs-drop"),
    path(_RUNS, costing.DryRuns.as_view(), name="dry-runs"),
    path(f"{_RUNS}<int:number>/", costing.DryRunPage.as_view(), name="dry-run"),
    path(f"{_RUNS}<int:number>/accept/", costing.DryRunAccept.as_view(), name="dry-run-accept"),
    path(f"{_RUNS}<int:number>/facts/", costing.DryRunFacts.as_view(), name="dry-run-facts"),
    path(
        f"{_RUNS}<int:number>/payees/<str:code>/",
        costing.DryRunPayee.as_view(),
        name="dry-run-payee",
    ),
]
