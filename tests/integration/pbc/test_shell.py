"""What stands around every page, served by the product itself."""

from datetime import date

import pytest
from django.test import Client

from pbc.models import DemonstrationClock

pytestmark = pytest.mark.django_db

PUBLIC = ("/about/", "/accessibility-statement/", "/privacy/")


@pytest.mark.parametrize("address", PUBLIC)
def test_anyone_may_read_what_the_service_is(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "Sign out" not in response.content.decode()


def test_the_policy_lets_nothing_in_but_our_own(client):
    response = client.get("/about/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in response.content.decode()
    other = client.get("/about/")["Content-Security-Policy"]
    assert nonce not in other


def test_a_demonstration_says_so_and_production_says_nothing(client, settings):
    DemonstrationClock.objects.update_or_create(id=1, defaults={"stands_on": date(2007, 4, 16)})
    banner = "today is 16 April 2007. All people are fictional."
    assert banner in client.get("/about/").content.decode()
    settings.PBC_IS_PRODUCTION = True
    assert banner not in client.get("/about/").content.decode()


def test_a_page_that_is_not_there_says_what_may_be_wrong(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words():
    response = Client(enforce_csrf_checks=True).post("/about/")
    assert response.status_code == 403
    assert "Your form was not sent" in response.content.decode()
