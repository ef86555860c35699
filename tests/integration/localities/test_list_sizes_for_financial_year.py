from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from localities import list_sizes
from localities.models import ListSize, Practice
from pbc.financial_year import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2007)
LONDON = ZoneInfo("Europe/London")


def moment(day: int, month: int = 4, year: int = 2007) -> datetime:
    return datetime(year, month, day, 12, tzinfo=LONDON)


def practice_at(code: str, opened: date | None = None) -> Practice:
    return Practice.objects.create(
        code=code, name=f"Surgery {code}", opened=opened, recorded_at=moment(1)
    )


def list_of(practice: Practice, as_at: date, registered: int, **more: object) -> ListSize:
    values = {"source": "extract", "recorded_at": moment(2), **more}
    return ListSize.objects.create(practice=practice, as_at=as_at, registered=registered, **values)


def test_the_1_april_list_counts_and_later_lists_do_not():
    practice = practice_at("ZZ001")
    list_of(practice, date(2007, 1, 1), 7_900)
    april = list_of(practice, date(2007, 4, 1), 8_000)
    list_of(practice, date(2007, 6, 1), 8_120)

    assert list_sizes.for_financial_year([practice.pk], YEAR, moment(30)) == {practice.pk: april}


def test_a_practice_that_opened_in_the_year_counts_with_its_first_list():
    practice = practice_at("ZZ001", opened=date(2007, 6, 15))
    list_of(practice, date(2007, 6, 1), 0)
    first = list_of(practice, date(2007, 7, 1), 450)
    list_of(practice, date(2007, 10, 1), 900)

    assert list_sizes.for_financial_year([practice.pk], YEAR, moment(30)) == {practice.pk: first}


@pytest.mark.parametrize("opened", [None, date(1974, 4, 1), date(2007, 4, 1)])
def test_an_older_practice_without_its_1_april_list_has_no_figure(opened):
    practice = practice_at("ZZ001", opened=opened)
    list_of(practice, date(2007, 7, 1), 8_000)

    assert list_sizes.for_financial_year([practice.pk], YEAR, moment(30)) == {}


def test_a_list_of_the_next_year_does_not_count_for_a_practice_opened_late():
    practice = practice_at("ZZ001", opened=date(2008, 3, 1))
    list_of(practice, date(2008, 4, 1), 450)

    assert list_sizes.for_financial_year([practice.pk], YEAR, moment(30)) == {}


def test_a_corrected_figure_counts_from_when_it_was_known():
    practice = practice_at("ZZ001")
    wrong = list_of(practice, date(2007, 4, 1), 8_000, superseded_at=moment(1, 9))
    right = list_of(practice, date(2007, 4, 1), 7_900, supersedes=wrong, recorded_at=moment(1, 9))

    before = list_sizes.for_financial_year([practice.pk], YEAR, moment(31, 8))
    after = list_sizes.for_financial_year([practice.pk], YEAR, moment(2, 9))

    assert (before[practice.pk], after[practice.pk]) == (wrong, right)


def test_one_query_however_many_practices(django_assert_num_queries):
    practices = [practice_at(f"ZZ{number:03d}") for number in range(40)]
    for practice in practices:
        list_of(practice, date(2007, 4, 1), 1_000)

    with django_assert_num_queries(1):
        counting = list_sizes.for_financial_year(Practice.objects.all(), YEAR, moment(30))
    with django_assert_num_queries(1):
        list_sizes.for_financial_year([practice.pk for practice in practices], YEAR, moment(30))

    assert len(counting) == 40
