"""Addresses of meetings, minutes, the action log and the Committee's settings."""

from django.urls import path

from governance.views import meetings

urlpatterns = [
    path("", meetings.Meetings.as_view(), name="meetings"),
]
