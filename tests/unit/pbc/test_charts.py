"""A chart tells in words what it draws."""

import pytest
from lxml import html as lxml_html

from pbc.charts import Bar, BarChart


def drawn(**parameters):
    return lxml_html.fromstring(BarChart(title="A chart", **parameters).draw())


def rows(page):
    return [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]


def test_bars_are_on_one_scale_with_the_whole_behind_the_part():
    page = drawn(bars=[Bar("DacCom", 14, of=20), Bar("Watford", 5, of=10)])
    assert page.xpath("//rect[contains(@class, 'part')]/@width") == ["70.00%", "25.00%"]
    assert page.xpath("//rect[contains(@class, 'whole')]/@width") == ["100.00%", "50.00%"]
    assert rows(page) == ["DacCom 14 of 20 (70%)", "Watford 5 of 10 (50%)"]


def test_money_is_written_in_pounds_and_the_sum_below_is_of_the_bars():
    page = drawn(
        bars=[Bar("Capitation", 115000000), Bar("Recovered", -1560000, note="last year")],
        kind="money",
        total=True,
    )
    # £1,150,000.00 − £15,600.00 = £1,134,400.00
    assert rows(page) == [
        "Capitation £1,150,000.00",
        "Recovered −£15,600.00 last year",
        "Total £1,134,400.00",
    ]


def test_a_total_of_parts_is_a_part_of_the_wholes():
    page = drawn(bars=[Bar("a", 14, of=19), Bar("b", 3, of=11)], total=True)
    # 14 + 3 = 17 of 19 + 11 = 30; 17 ÷ 30 = 56.7%
    assert rows(page)[-1] == "Total 17 of 30 (57%)"


def test_percentages_are_on_a_scale_of_a_hundred():
    page = drawn(bars=[Bar("a", 40), Bar("b", 12.5)], kind="percent")
    assert page.xpath("//rect/@width") == ["40.00%", "12.50%"]
    assert rows(page) == ["a 40%", "b 12.5%"]


@pytest.mark.parametrize("bars", [[], [Bar("a", 0)], [Bar("a", 0, of=0)]])
def test_nothing_to_draw_is_drawn_without_harm(bars):
    assert drawn(bars=bars).xpath("//rect[contains(@class, 'part')]/@width") in ([], ["0.00%"])


def test_a_name_is_text_and_a_link_leads_on():
    page = drawn(bars=[Bar("<b>DacCom</b>", 1, href="/daccom")])
    assert page.xpath("//b") == []
    assert page.xpath("//th/a/@href") == ["/daccom"]


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="furlongs"):
        BarChart(title="x", bars=[], kind="furlongs")
