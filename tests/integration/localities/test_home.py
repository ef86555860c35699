"""What of organisations and their files waits on a person."""

import pytest

from localities.home import files_waiting_on
from tests import cast as people
from tests.integration.localities.files import an_ods_row, confirm, upload
from tests.people import commissioner, holder, stand_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> people.Cast:
    return people.gather()


def titles(user: object) -> list[str]:
    return [item.title for item in files_waiting_on(user)]


def test_the_administrator_of_an_empty_installation_is_told_how_to_begin():
    stand_on(people.TODAY)
    administrator = holder("administrator", commissioner())

    (item,) = files_waiting_on(administrator)

    assert (item.title, item.url) == ("Import the practices", "/imports/new/")


def test_nothing_waits_where_practices_are_held(cast):
    assert titles(cast.administrator) == []
    assert titles(cast.officer) == []


def test_a_checked_file_waits_for_who_uploaded_it_until_it_is_decided_on(cast):
    imported = upload("practices", an_ods_row(), by=cast.administrator, name="epraccur.csv")

    assert titles(cast.administrator) == ["Confirm epraccur.csv, or put it away"]
    assert titles(cast.officer) == []
    confirm(imported, by=cast.administrator)
    assert titles(cast.administrator) == []
