"""What is too large is turned away before it is read."""

import pytest
from django.test import Client

from pbc.largest_request import LARGEST_REQUEST


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/verify/", "/sign-in/", "/imports/upload/", "/nowhere/"])
def test_what_is_too_large_is_turned_away_by_its_stated_length(address: str) -> None:
    page = Client().generic("POST", address, b"x", CONTENT_LENGTH=str(LARGEST_REQUEST + 1))
    assert page.status_code == 413
    assert "40 MB" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("stated", ["", "1", "nonsense", str(LARGEST_REQUEST)])
def test_the_rest_goes_on(stated: str) -> None:
    page = Client().generic("GET", "/sign-in/", CONTENT_LENGTH=stated)
    assert page.status_code == 200
