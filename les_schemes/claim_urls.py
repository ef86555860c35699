"""Addresses of claims for items of service."""

from django.urls import path

from les_schemes.views.claims import listing, month

_OF = "claims/<uuid:pk>/<str:provider>/"
_MONTH = f"{_OF}<str:month>/"

urlpatterns = [
    path("claims/", listing.Claims.as_view(), name="claims"),
    path(_OF, listing.ClaimsOf.as_view(), name="claims-of"),
    path(_MONTH, month.ClaimView.as_view(), name="claim"),
    path(f"{_MONTH}items/", month.ClaimItems.as_view(), name="claim-items"),
    path(f"{_MONTH}submit/", month.ClaimSubmit.as_view(), name="claim-submit"),
    path(
        f"{_MONTH}accept-for-locality/",
        month.ClaimAcceptForLocality.as_view(),
        name="claim-accept-for-locality",
    ),
    path(
        f"{_MONTH}pass-locality/",
        month.ClaimPassLocality.as_view(),
        name="claim-pass-locality",
    ),
    path(f"{_MONTH}accept/", month.ClaimAccept.as_view(), name="claim-accept"),
    path(f"{_MONTH}send-back/", month.ClaimSendBack.as_view(), name="claim-send-back"),
    path(f"{_MONTH}void/", month.ClaimVoid.as_view(), name="claim-void"),
]
