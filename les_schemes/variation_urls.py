"""Addresses of variations: prepared from a draft, read by all, acknowledged by whom they touch."""

from django.urls import path

from les_schemes.views import variations

urlpatterns = [
    path(
        "schemes/<uuid:pk>/variation/",
        variations.VariationPrepare.as_view(),
        name="variation-prepare",
    ),
    path("variations/<uuid:pk>/", variations.VariationView.as_view(), name="variation"),
    path(
        "variations/<uuid:pk>/remind/",
        variations.VariationRemind.as_view(),
        name="variation-remind",
    ),
    path(
        "variations/<uuid:pk>/acknowledge/<uuid:sign_up>/",
        variations.VariationAcknowledge.as_view(),
        name="variation-acknowledge",
    ),
]
