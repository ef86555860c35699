from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests import people
from tests.integration.accounts.conftest import Town


def code_of(*person: str) -> str:
    out = StringIO()
    call_command("demo_code", *person, stdout=out)
    return out.getvalue()


def test_it_prints_the_code_that_signs_the_person_in_and_nothing_else(town: Town) -> None:
    browser = Client()
    browser.post("/sign-in/", {"login": town.administrator.email, "password": people.PASSWORD})
    printed = code_of(town.administrator.email)
    assert len(printed) == 7
    page = browser.post("/sign-in/code/", {"code": printed.strip()})
    assert page.status_code == 302


@pytest.mark.parametrize("person", [("Ada", "Minster"), ("ada minster",), ("ADA.MINSTER",)])
def test_a_name_or_the_beginning_of_the_address_is_enough(town: Town, person: tuple) -> None:
    assert code_of(*person).strip().isdigit()


def test_more_than_one_person_of_that_name_are_named(town: Town) -> None:
    with pytest.raises(CommandError, match=r"Ada Minster .* Otto Minster|Otto Minster .* Ada"):
        code_of("Minster")


@pytest.mark.parametrize(
    "person, words", [("Zebedee", "Nobody here"), ("Gwen Price", "the password is enough")]
)
def test_it_says_why_there_is_no_code(town: Town, person: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        code_of(person)


def test_it_prints_nothing_in_production(town: Town, settings) -> None:
    settings.PBC_IS_PRODUCTION = True
    with pytest.raises(CommandError, match="demonstration only"):
        code_of(town.administrator.email)
