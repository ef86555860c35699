import pytest

from accounts.addresses import is_generic


@pytest.mark.parametrize(
    "email",
    [
        "admin@milllane.nhs.uk",
        "info@milllane.nhs.uk",
        "reception@milllane.nhs.uk",
        "Reception2@milllane.nhs.uk",
        "practice.manager@milllane.nhs.uk",
        "practice-manager-y00001@nhs.uk",
        "practicemanager@milllane.nhs.uk",
        "manager@milllane.nhs.uk",
        "enquiries+pbc@milllane.nhs.uk",
        "no-reply@milllane.nhs.uk",
        "pct.commissioning@nhs.uk",
        "gps@milllane.nhs.uk",
    ],
)
def test_an_address_of_a_desk_is_generic(email: str) -> None:
    assert is_generic(email)


@pytest.mark.parametrize(
    "email",
    [
        "ann.ashdown@nhs.uk",
        "a.ashdown2@nhs.uk",
        "ashdown@milllane.nhs.uk",
        "dr.price@admin.nhs.uk",
        "infante@nhs.uk",
    ],
)
def test_an_address_of_a_person_is_not_generic(email: str) -> None:
    assert not is_generic(email)


def test_a_word_of_the_persons_own_name_is_no_desk() -> None:
    assert is_generic("j.office@nhs.uk")
    assert not is_generic("j.office@nhs.uk", names=["Jane", "Office"])
    assert is_generic("reception@nhs.uk", names=["Jane", "Office"])
