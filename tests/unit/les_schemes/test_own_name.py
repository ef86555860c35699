import pytest

from les_schemes.own_name import is_own_name


@pytest.mark.parametrize(
    "typed",
    [
        "Ada Okafor",
        "ada okafor",
        "Dr Ada Okafor",
        "Dr. A. Okafor",
        "A Okafor",
        "Okafor, Ada",
        "OKAFOR",
        "  Ada   Okafor ",
    ],
)
def test_a_name_is_taken_as_its_owner_writes_it(typed):
    assert is_own_name(typed, given="Ada", family="Okafor")


@pytest.mark.parametrize(
    "typed",
    ["Ben Okafor", "Ada", "Dr Ada", "", "...", "Ada Okafor Smith", "B Okafor", "Adao Kafor"],
)
def test_another_name_is_not_ones_own(typed):
    assert not is_own_name(typed, given="Ada", family="Okafor")


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("Grainne O'Neill", "Gráinne", "O’Neill"),
        ("G ONeill", "Gráinne", "O’Neill"),
        ("Mary-Jane van der Berg", "Mary Jane", "van der Berg"),
        ("MJ van der Berg", "Mary Jane", "van der Berg"),
        ("M. J. van der Berg", "Mary Jane", "van der Berg"),
        ("Zoe Muller-Lange", "Zoë", "Müller Lange"),
    ],
)
def test_accents_apostrophes_and_hyphens_do_not_matter(typed, given, family):
    assert is_own_name(typed, given=given, family=family)


def test_a_person_without_a_family_name_has_no_name_to_type():
    assert not is_own_name("Ada", given="Ada", family="")
