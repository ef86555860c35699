"""Every page of a sign-up opens for those it is meant for, at every status."""

import pytest
from django.urls import reverse

from les_schemes.models import SchemeVersion
from les_schemes.statuses import SchemeStatus, SignUpStatus
from tests.cast import sign_in
from tests.factories import scheme_at, sign_up_at

SHEET_PAGES = (
    "sign-up",
    "sign-up-confirm-gps",
    "sign-up-choose-locality",
    "sign-up-accept-undertaking",
    "sign-up-request-signatures",
    "sign-up-remind",
    "sign-up-sign-for-practice",
    "sign-up-submit",
    "sign-up-submitted",
    "sign-up-answer",
    "sign-up-withdraw",
    "sign-up-give-notice",
    "sign-up-take-back-notice",
    "sign-up-name-new-gps",
)
REVIEW_PAGES = ("sign-up", "sign-up-review", "sign-up-accept", "sign-up-query", "sign-up-refuse")


@pytest.mark.parametrize("status", SignUpStatus)
def test_the_manager_opens_every_page_of_the_sheet_or_is_led_back(client, cast, status):
    sign_up = sign_up_at(status, cast)
    passed_on = status == SignUpStatus.TRANSFERRED
    sign_in(client, cast.millbrook_manager if passed_on else cast.riverside_manager)

    for page in SHEET_PAGES:
        response = client.get(reverse(f"les_schemes:{page}", args=[sign_up.pk]), follow=True)
        if passed_on and page == "sign-up-sign-for-practice":
            assert response.status_code == 403, "only the practice that is named on it signs it"
            continue
        assert response.status_code == 200, page
        assert "Riverside Surgery" in response.content.decode(), page


@pytest.mark.parametrize("status", SignUpStatus)
def test_the_officer_opens_every_page_of_the_review_or_is_led_back(client, cast, status):
    sign_up = sign_up_at(status, cast)
    sign_in(client, cast.officer)

    for page in REVIEW_PAGES:
        response = client.get(reverse(f"les_schemes:{page}", args=[sign_up.pk]), follow=True)
        assert response.status_code == 200, page


@pytest.mark.parametrize("status", SignUpStatus)
def test_a_named_gp_signs_or_sees_what_was_signed(client, cast, status):
    sign_up = sign_up_at(status, cast)
    sign_in(client, cast.okafor)

    response = client.get(reverse("les_schemes:sign-up-sign", args=[sign_up.pk]), follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("status", [SchemeStatus.DRAFT, SchemeStatus.OPEN])
def test_the_officer_opens_every_page_of_a_scheme(client, cast, status):
    version: SchemeVersion = scheme_at(status, cast)
    sign_in(client, cast.officer)

    for page in ("scheme", "scheme-framework", "scheme-open", "scheme-uptake", "scheme-unsigned"):
        response = client.get(reverse(f"les_schemes:{page}", args=[version.pk]), follow=True)
        assert response.status_code == 200, page
    for page in ("schemes", "sign-ups"):
        assert client.get(reverse(f"les_schemes:{page}")).status_code == 200
