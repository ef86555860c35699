"""Addresses: organisations by code, all else by UUID."""

from django.urls import include, path

from pbc import health

urlpatterns = [
    path("healthz", health.Health.as_view(), name="health"),
    path("sign-in/", include("allauth.urls")),
]
