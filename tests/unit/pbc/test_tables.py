"""Tables sort, filter, page and export by their address alone."""

import csv
import io
from types import SimpleNamespace

import openpyxl
import pytest
from django.template import engines
from lxml import html as lxml_html

from pbc.tables import Column, MoneyColumn, NumberColumn, StatusColumn, Table, first_rows, read
from tests.gallery import PRACTICES, EmptyTable, PracticeTable, request


def table(query="", rows=PRACTICES, kind=PracticeTable):
    return kind(request(query), rows)


def shown(query="", rows=PRACTICES, kind=PracticeTable):
    template = engines["django"].from_string("{% load nhsuk %}{% table table %}")
    return lxml_html.fromstring(template.render({"table": table(query, rows, kind)}))


def names(query):
    return [row["name"] for row in table(query).page.object_list]


def words(element):
    return " ".join(element.text_content().split())


def test_rows_come_in_the_default_order_a_page_at_a_time():
    assert names("") == sorted(row["name"] for row in PRACTICES)[:8]
    assert table("page=2").page.number == 2
    assert table("page=999").page.number == table().page.paginator.num_pages
    assert table("page=nonsense").page.number == 1


def test_a_column_sorts_both_ways_and_what_is_missing_comes_last():
    rising = [row["due"] for row in table("sort=due").rows]
    assert rising == sorted(rising)
    assert [row["due"] for row in table("sort=-due").rows] == rising[::-1]
    for query in ("sort=signed", "sort=-signed"):
        dates = [row["signed"] for row in table(query).rows]
        assert dates[-1] is None
        held = [date for date in dates if date]
        assert held == sorted(held, reverse=query.endswith("-signed"))


@pytest.mark.parametrize("asked", ["code", "password", "name__x", "--name", "-", "?"])
def test_only_what_a_heading_offers_can_be_sorted_by(asked):
    assert table(f"sort={asked}").sort == "name"


def test_a_heading_tells_its_order_and_turns_it_round():
    page = shown("sort=due&status=accepted")
    heading = page.xpath("//th[contains(., 'Due')]")[0]
    assert heading.get("aria-sort") == "ascending"
    link = heading.xpath(".//a/@href")[0]
    assert "sort=-due" in link
    assert "status=accepted" in link
    assert page.xpath("//th[contains(., 'Practice')]/@aria-sort") == []


def test_filters_narrow_the_rows_and_stay_in_every_link():
    page = shown("search=alder&status=accepted&sort=-due")
    cells = [words(cell) for cell in page.xpath("//tbody//th[@scope='row']//a")]
    assert cells
    assert set(cells) == {"Alder Surgery"}
    for link in page.xpath("//thead//a/@href | //p[contains(@class, 'exports')]//a/@href"):
        assert "search=alder" in link
    assert page.xpath("//a[text()='Clear filters']/@href") == ["?sort=-due"]
    assert page.xpath("//form[contains(@class, 'app-filters')]//input[@name='sort']/@value") == [
        "-due"
    ]


def test_filters_that_match_nothing_say_so_and_offer_a_way_back():
    page = shown("search=zzz")
    assert "Nothing matches these filters." in words(page)
    assert set(page.xpath("//a[text()='Clear filters']/@href")) == {"/gallery"}
    assert page.xpath("//table") == []


def test_an_empty_table_says_what_will_stand_there():
    page = shown(kind=EmptyTable, rows=[])
    assert "Nothing is held." in words(page)
    assert page.xpath("//a") == []


def test_two_tables_of_a_page_do_not_disturb_each_other():
    class Held(PracticeTable):
        prefix = "held"

    held = table("sort=-due&held-sort=due&held-page=2", kind=Held)
    assert held.sort == "due"
    assert held.page.number == 2
    assert table("held-sort=due&held-page=2").sort == "name"


def test_totals_are_of_all_rows_shown_and_not_of_the_page():
    total = sum(row["due"] for row in PRACTICES if row["status"] == "accepted")
    assert table("status=accepted").totals["Due"] == total
    assert table().totals["Due"] == sum(row["due"] for row in PRACTICES)
    assert words(shown().xpath("//tr[contains(@class, 'total')]")[0]).startswith("Total")


def test_the_file_holds_all_that_is_shown_over_all_pages_and_in_order():
    asked = table("status=accepted&sort=-due&export=csv&page=2")
    assert asked.export_format == "csv"
    rows = list(csv.reader(io.StringIO(asked.export().content.decode("utf-8-sig"))))
    expected = sorted(
        (row for row in PRACTICES if row["status"] == "accepted"), key=lambda row: -row["due"]
    )
    assert rows[0] == ["Practice", "Code", "Patients", "Due", "Signed", "Status"]
    assert [row[1] for row in rows[1:]] == [row["code"] for row in expected]
    assert rows[1][3] == f"{expected[0]['due'] / 100:.2f}"
    assert rows[1][5] == "Accepted"


def test_the_workbook_holds_money_as_numbers():
    content = table("export=xlsx").export().content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["D2"].data_type == "n"
    assert sheet.max_row == len(PRACTICES) + 1
    assert sheet.title == "Sign-ups of the county"


def test_a_file_of_an_unknown_kind_is_not_asked_for():
    assert table("export=pdf").export_format == ""
    assert table("").export_format == ""


def test_a_cell_never_runs_what_a_person_typed():
    attack = "<script>alert(1)</script>"
    rows = [{"name": attack, "code": attack, "status": attack, "due": 1, "patients": 1}]
    page = shown(rows=rows)
    assert page.xpath("//script") == []
    assert attack in page.text_content()


def test_every_amount_leads_to_why():
    cells = shown().xpath("//td//a[@href='/why']")
    assert len(cells) == 8
    assert "why this amount" in words(cells[0])


def test_pages_are_numbered_and_the_present_one_is_told():
    page = shown("page=3")
    assert page.xpath("//a[@aria-current='page']/@aria-label") == ["Page 3"]
    assert "17 to 24 of 63" in words(page)
    assert page.xpath("//a[@rel='next']/@href") == ["?page=4"]


def test_a_value_is_read_by_path_key_or_function():
    row = SimpleNamespace(practice=SimpleNamespace(name="Alder", size=lambda: 5), extra={"a": 1})
    assert read(row, "practice.name") == "Alder"
    assert read(row, "practice__name") == "Alder"
    assert read(row, "practice.size") == 5
    assert read(row, "extra.a") == 1
    assert read(row, "practice.missing.name") is None
    assert read(row, lambda found: found.practice.name.upper()) == "ALDER"


def test_columns_write_what_they_hold():
    row = {"a": None, "b": True, "c": 1234567, "d": -10000, "e": "in_query"}
    assert Column("a", "A").cell(row) == "–"
    assert Column("b", "B").cell(row) == "Yes"
    assert NumberColumn("c", "C").cell(row) == "1,234,567"
    assert MoneyColumn("d", "D").cell(row) == "−£100.00"
    assert MoneyColumn("a", "D").cell(row) == "–"
    assert "In query" in StatusColumn("e", "E").cell(row)
    assert StatusColumn("a", "E").cell(row) == "–"


def test_a_status_takes_its_words_from_the_model():
    sign_up = SimpleNamespace(status="q", get_status_display=lambda: "With a question")
    cell = StatusColumn("sign_up.status", "Status").cell(SimpleNamespace(sign_up=sign_up))
    assert "With a question" in cell
    assert StatusColumn("sign_up.status", "S").exported(SimpleNamespace(sign_up=sign_up)) == (
        "With a question"
    )


def test_a_column_may_be_for_the_screen_or_the_file_alone():
    class Narrow(Table):
        caption = "Narrow"
        columns = [
            Column("name", "Practice"),
            Column("code", "Code", screen=False),
            Column("patients", "Patients", export=False),
        ]

    narrow = table("export=csv", kind=Narrow)
    assert [heading["text"] for heading in narrow.headings] == ["Practice", "Patients"]
    assert narrow.export().content.decode("utf-8-sig").splitlines()[0] == "Practice,Code"
    assert len(first_rows(narrow, 3)) == 3
