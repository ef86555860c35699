"""Addresses of the hall's own pages."""

from django.urls import URLPattern

app_name = "pbc"

urlpatterns: list[URLPattern] = []
