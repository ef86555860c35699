"""Addresses of readings: the register, one scheme, one reading, and the change of one."""

from django.urls import path

from les_schemes.views import readings

_READING = "schemes/<uuid:pk>/readings/<int:objective>/<slug:reading>/"

urlpatterns = [
    path("readings/", readings.ReadingsRegister.as_view(), name="readings-register"),
    path(
        "schemes/<uuid:pk>/readings/",
        readings.SchemeReadings.as_view(),
        name="readings-of-scheme",
    ),
    path(
        "schemes/<uuid:pk>/readings/assumptions/",
        readings.ReadingsAssume.as_view(),
        name="readings-assume",
    ),
    path(_READING, readings.Reading.as_view(), name="reading"),
    path(
        f"{_READING}<slug:choice>/",
        readings.ReadingPropose.as_view(),
        name="reading-propose",
    ),
    path(
        "reading-changes/<uuid:pk>/",
        readings.ReadingChangeView.as_view(),
        name="reading-change",
    ),
]
