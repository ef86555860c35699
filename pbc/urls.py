"""Addresses: organisations by code, all else by UUID."""

from django.urls import include, path

from pbc import health, information
from pbc.views import home

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("healthz", health.Health.as_view(), name="health"),
    path("sign-in/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("pbc.hall_urls")),
    path("", include("pbc.documents.urls")),
    path("", include("localities.urls")),
    path("", include("les_schemes.urls")),
    path("committee/", include("governance.urls")),
    path("levels/", include("applications.urls")),
    path("payments/", include("payments.urls")),
    path("about/", information.About.as_view(), name="about"),
    path(
        "accessibility-statement/",
        information.AccessibilityStatement.as_view(),
        name="accessibility-statement",
    ),
    path("privacy/", information.Privacy.as_view(), name="privacy"),
]
