"""Addresses of runs, lines and statements."""

from django.urls import URLPattern, path

app_name = "payments"

urlpatterns: list[URLPattern] = [
    path("runs/<uuid:pk>/", lambda request: None, name="run"),
    path("runs/<uuid:run>/payees/<str:payee>/", lambda request: None, name="statement"),
]
