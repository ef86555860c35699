"""The bridge gives the official markup, and lets nobody's words become markup."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from lxml import html as lxml_html

from pbc.nhsuk import render, render_block, row, task
from pbc.nhsuk.colours import colour_of, register

FIXTURES = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "nhsuk" / "components.json").read_text()
)
MACROS = {"tables": "table"}
ATTACK = "<script>alert(1)</script>"


def fixture_cases():
    for component, fixtures in FIXTURES.items():
        for fixture in fixtures:
            yield pytest.param(component, fixture, id=f"{component}-{fixture['name']}")


def trusted(options):
    """The fixtures' ``html`` values are markup, which in this project only a SafeString can be."""
    if isinstance(options, dict):
        return {
            key: mark_safe(value)
            if isinstance(value, str) and (key == "html" or key.endswith("Html"))
            else trusted(value)
            for key, value in options.items()
        }
    if isinstance(options, list):
        return [trusted(option) for option in options]
    return options


def tree(markup):
    """What a browser would see: elements, attributes and words, without layout of the source."""

    def flat(element):
        words = " ".join((element.text or "").split())
        children = []
        for child in element:
            if isinstance(child.tag, str):
                children.append(flat(child))
            children.append(" ".join((child.tail or "").split()))
        attributes = {
            name: " ".join(value.split()) for name, value in sorted(element.attrib.items())
        }
        return element.tag, attributes, words, [child for child in children if child]

    return flat(lxml_html.fragment_fromstring(markup, create_parent="div"))


@pytest.mark.parametrize(("component", "fixture"), list(fixture_cases()))
def test_component_is_drawn_as_the_design_system_draws_it(component, fixture):
    name, parameters = (
        MACROS.get(component, component.replace("-", "_")),
        trusted(fixture["context"]),
    )
    content = fixture.get("callBlock")
    if content is None:
        drawn = render(name, **parameters)
    else:
        drawn = render_block(name, mark_safe("".join(content)), **parameters)
    assert tree(drawn) == tree(fixture["html"])


@pytest.mark.parametrize(
    ("component", "parameters"),
    [
        ("button", {"text": ATTACK}),
        ("button", {"text": mark_safe(ATTACK)}),
        ("button", {"html": ATTACK}),
        ("button", {"text": "x", "attributes": {"data-x": f'">{ATTACK}'}}),
        ("button", {"text": "x", "attributes": {"data-x": mark_safe(f"'\">{ATTACK}")}}),
        ("button", {"text": "x", "href": f'">{ATTACK}'}),
        (
            "input",
            {
                "id": "a",
                "name": "a",
                "label": mark_safe(ATTACK),
                "hint": mark_safe(ATTACK),
            },
        ),
        ("input", {"id": "a", "name": "a", "label__text": "A", "value": f'">{ATTACK}'}),
        (
            "textarea",
            {
                "id": "a",
                "name": "a",
                "label__text": "A",
                "value": f"</textarea>{ATTACK}",
            },
        ),
        ("details", {"summary": mark_safe(ATTACK), "html": ATTACK}),
        ("summary_list", {"rows": [row("Name", ATTACK)]}),
        ("task_list", {"items": [task(ATTACK, status=ATTACK, hint=ATTACK, href="/x")]}),
        (
            "radios",
            {"name": "a", "items": [{"value": ATTACK, "text": mark_safe(ATTACK)}]},
        ),
        ("tag", {"text": mark_safe(ATTACK), "classes": mark_safe(f'">{ATTACK}')}),
    ],
)
def test_what_a_person_typed_never_becomes_markup(component, parameters):
    drawn = lxml_html.fragment_fromstring(render(component, **parameters), create_parent="div")
    assert drawn.xpath("//script") == []
    assert "alert(1)" in lxml_html.tostring(drawn, encoding="unicode")


def test_html_that_is_already_safe_keeps_its_tags():
    drawn = render_block("inset_text", mark_safe("<p>By <strong>30 April</strong></p>"))
    assert "<p>By <strong>30 April</strong></p>" in drawn


def test_attributes_given_as_text_are_refused_since_they_would_not_be_escaped():
    with pytest.raises(TypeError, match="attributes must be a mapping"):
        render("button", text="x", attributes='onclick="alert(1)"')


@pytest.mark.parametrize("link", ["javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:x"])
def test_a_link_that_would_run_a_script_is_dropped(link):
    assert "script:" not in render("button", text="x", href=link).lower()


def test_double_underscores_go_down_and_snake_case_becomes_the_macros_own():
    drawn = render(
        "button",
        text="Go",
        prevent_double_click=True,
        attributes__data_job_id=7,
        value=None,
    )
    assert 'data-prevent-double-click="true"' in drawn
    assert 'data-job-id="7"' in drawn
    assert "value=" not in drawn


def test_lines_typed_in_a_textarea_come_back_as_they_were():
    typed = "First\nSecond\n    indented"
    drawn = render("textarea", id="a", name="a", label__text="A", value=typed)
    wrapped = render_block("card", drawn, heading="A card")
    textarea = lxml_html.fromstring(wrapped).xpath("//textarea")[0]
    assert textarea.text == typed


def test_a_date_is_written_as_the_service_manual_writes_it():
    drawn = render("summary_list", rows=[row("Signed", date(2007, 4, 3))])
    assert "3 April 2007" in drawn


def test_a_row_says_what_its_link_changes():
    drawn = render("summary_list", rows=[row("PCT", "Dacorum", href="/pct"), row("Named", "")])
    assert "Change<span" in drawn.replace("\n", "").replace("  ", "")
    assert "–" in drawn


def test_statuses_have_colours_and_an_app_can_add_its_own():
    register({"in orbit": "pink"})
    assert colour_of("In orbit") == "pink"
    assert colour_of("accepted") == "green"
    assert colour_of("never heard of") is None
    with pytest.raises(ValueError, match="mauve"):
        register({"x": "mauve"})


def test_a_cell_written_by_hand_escapes_what_is_typed_and_keeps_its_own_links():
    template = Template(
        "{% load nhsuk %}"
        '{% tablecell "Why" header=True long=True %} <a href="/x">{{ typed }}</a> '
        "{% endtablecell %}"
        '{% tablecell "Vote" %}{% endtablecell %}'
    )
    drawn = template.render(Context({"typed": ATTACK}))
    assert '<a href="/x">&lt;' in drawn
    cells = lxml_html.fragments_fromstring(f"<table><tr>{drawn}</tr></table>")[0]
    [header], [cell] = cells.findall(".//th"), cells.findall(".//td")
    assert header.get("scope") == "row"
    assert header.text_content().startswith("Why ")
    assert "app-table__long" in header.get("class")
    assert cell.text_content() == "Vote –"


def test_a_head_written_by_hand_says_which_columns_are_numbers():
    template = Template('{% load nhsuk %}{% tablehead "For" "Now" then numeric_from=2 %}')
    head = lxml_html.fragment_fromstring(
        f"<table>{template.render(Context({'then': 'If agreed'}))}</table>"
    )
    numeric = ["--numeric" in heading.get("class") for heading in head.findall(".//th")]
    assert numeric == [False, True, True]
    assert head.findall(".//th")[2].text == "If agreed"
