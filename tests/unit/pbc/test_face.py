"""Every page stands on valid, labelled, honest HTML: read here with a real parser."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from lxml import html as lxml_html

from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Submit
from tests import gallery

PLAIN = {
    "403": ("403.html", {"exception": "Only a commissioner may accept a sign-up."}),
    "csrf": ("403_csrf.html", {}),
    "csrf kept": ("403_csrf.html", {"kept": True, "back": "/sign-ups/1/"}),
    "404": ("404.html", {}),
    "413": ("413.html", {}),
    "500": ("500.html", {}),
    "about": ("pbc/about.html", {}),
    "accessibility": ("pbc/accessibility_statement.html", {}),
    "privacy": ("pbc/privacy.html", {}),
}


@pytest.fixture(autouse=True)
def real_clock(settings):
    """No database here, so no demonstration date: the clock is production's."""
    settings.PBC_IS_PRODUCTION = True


PAGES = {
    "gallery": gallery.page,
    "refused": lambda: gallery.page(gallery.refused_form()),
    "one question": gallery.one_question,
    **{
        name: lambda template=template, more=more: gallery.plain(template, **more)
        for name, (template, more) in PLAIN.items()
    },
}


@pytest.fixture(params=PAGES, ids=str)
def any_page(request):
    return lxml_html.document_fromstring(PAGES[request.param]())


def read(markup):
    return lxml_html.document_fromstring(markup)


def words(element):
    return " ".join(element.text_content().split())


def test_a_page_has_its_language_title_and_one_heading(any_page):
    assert any_page.get("lang") == "en-GB"
    assert any_page.findtext(".//title").strip().endswith("– PBC Administration")
    assert len(any_page.xpath("//h1")) == 1
    assert len(any_page.xpath("//main[@id='maincontent']")) == 1


def test_ids_are_single_and_every_reference_finds_its_element(any_page):
    ids = any_page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for value in any_page.xpath(f"//@{attribute}"):
            assert set(value.split()) <= set(ids), (attribute, value)
    for link in any_page.xpath("//a[starts-with(@href, '#')]/@href"):
        assert link[1:] in ids


def test_no_style_and_no_script_stands_in_the_page_without_the_nonce(any_page):
    assert any_page.xpath("//@style") == []
    assert any_page.xpath("//style") == []
    assert any_page.xpath("//@*[starts-with(name(), 'on')]") == []
    for script in any_page.xpath("//script"):
        assert script.get("nonce") == "gallery-nonce"


def test_every_control_has_a_label_of_its_own(any_page):
    labelled = set(any_page.xpath("//label/@for"))
    for control in any_page.xpath("//input | //select | //textarea"):
        if control.get("type") not in ("hidden", "submit", "button"):
            assert control.get("id") in labelled, lxml_html.tostring(control)


def test_what_a_person_typed_is_shown_and_never_run():
    page = gallery.page(gallery.refused_form())
    assert gallery.ATTACK not in page
    typed = read(page).xpath("//input[@name='name']/@value")
    assert typed == [gallery.ATTACK]


def test_lines_typed_in_a_refused_form_come_back_as_they_were():
    textarea = read(gallery.page(gallery.refused_form())).xpath("//textarea[@name='reason']")[0]
    assert textarea.text.lstrip("\n") == "First line\nSecond line"


def test_the_title_says_that_there_is_an_error_only_when_there_is():
    assert read(gallery.page()).findtext(".//title").startswith("Gallery")
    refused = read(gallery.page(gallery.refused_form()))
    assert refused.findtext(".//title").startswith("Error: Gallery")


def test_the_summary_links_to_each_wrong_field_and_says_how_to_mend_it():
    page = read(gallery.page(gallery.refused_form()))
    summary = page.xpath(
        "//div[contains(@class, 'nhsuk-error-summary ')]|//div[@data-module='nhsuk-error-summary']"
    )[0]
    links = {words(link): link.get("href") for link in summary.xpath(".//a")}
    assert links["Enter a whole number"] == "#id_patients"
    assert links["Enter a real date, like 16 4 2007"] == "#id_received_day"
    assert links["Enter the password"] == "#id_password"
    assert links["Select the locality"] == "#id_locality"
    assert links["Choose a file"] == "#id_sheet"
    assert links["Select an answer to “Which plans came with it?”"] == "#id_plans"
    assert "The deadline for sign-ups was 30 April 2007" in words(summary)
    controls = set(page.xpath("//input/@id | //select/@id | //textarea/@id"))
    assert {link[1:] for link in links.values()} <= controls


def test_each_error_stands_at_its_field_and_is_read_out_with_it():
    page = read(gallery.page(gallery.refused_form()))
    field = page.get_element_by_id("id_patients")
    assert "id_patients-error" in field.get("aria-describedby")
    assert "Enter a whole number" in words(page.get_element_by_id("id_patients-error"))


def test_a_field_has_its_hint_and_what_is_not_needed_says_so():
    page = read(gallery.page())
    assert page.get_element_by_id("id_name").get("aria-describedby") == "id_name-hint"
    labels = {words(label) for label in page.xpath("//label")}
    assert "Work e-mail address (optional)" in labels
    assert "Practice name" in labels


def test_numbers_are_typed_in_text_boxes_with_the_right_keyboard():
    page = read(gallery.page())
    assert page.get_element_by_id("id_patients").get("type") == "text"
    assert page.get_element_by_id("id_patients").get("inputmode") == "numeric"
    assert page.get_element_by_id("id_rate").get("inputmode") == "decimal"
    assert page.get_element_by_id("id_email").get("type") == "email"


def test_nothing_cuts_what_is_pasted_and_the_browser_does_not_speak_first():
    page = read(gallery.page())
    assert page.xpath("//input/@maxlength | //input/@required | //textarea/@maxlength") == []
    assert page.xpath("//form[@method='post'][@enctype='multipart/form-data']/@novalidate")


def test_the_only_question_of_a_page_is_its_heading():
    page = read(gallery.one_question())
    heading = page.xpath("//h1")[0]
    assert "Which locality does the practice join?" in words(heading)
    assert heading.getparent().tag == "legend"


def test_what_a_choice_reveals_stands_in_the_page_without_script():
    page = read(gallery.page())
    revealed = page.get_element_by_id("conditional-id_outcome-2")
    assert revealed.xpath(".//textarea[@name='reason']")
    assert len(page.xpath("//textarea[@name='reason']")) == 1


def test_hidden_fields_are_sent_though_the_layout_does_not_name_them():
    assert read(gallery.page()).xpath("//input[@type='hidden'][@name='token']/@value") == ["t"]


def test_every_form_that_posts_carries_the_token():
    for form in read(gallery.page()).xpath("//form[@method='post']"):
        assert form.xpath(".//input[@name='csrfmiddlewaretoken']/@value") == ["gallery-token"]


def test_the_header_names_the_person_and_signs_out_by_post():
    page = read(gallery.page())
    account = page.xpath("//nav[@aria-label='Account']")[0]
    assert "Ada Okafor" in words(account)
    assert account.xpath(".//form/@method") == ["post"]
    current = page.xpath("//nav[@aria-label='Menu']//a[@aria-current]")
    assert [words(link) for link in current] == ["Practices"]


def test_the_banner_tells_a_demonstration_from_the_real_thing():
    assert "Demonstration: today is 16 April 2007. All people are fictional." in words(
        read(gallery.page())
    )
    assert "Demonstration" not in words(read(gallery.one_question()))


def test_a_refused_page_says_why():
    page = read(gallery.plain("403.html", exception="Only a commissioner may accept a sign-up."))
    assert "Only a commissioner may accept a sign-up." in words(page)


def test_the_page_of_a_fault_needs_no_database_and_no_request():
    assert "Nothing was half done" in words(
        read(engines["django"].get_template("500.html").render())
    )


def test_neither_the_logo_nor_the_typeface_of_the_nhs_is_used():
    markup = gallery.page()
    assert "nhsuk-header__logo" not in markup
    assert not re.search(r"frutiger", markup, re.IGNORECASE)


def test_a_status_is_told_in_words_whatever_form_it_is_in():
    template = engines["django"].from_string("{% load nhsuk %}{% status_tag status %}")
    member = SimpleNamespace(label="Awaiting signatures", value="signing")
    instance = SimpleNamespace(status="signing", get_status_display=lambda: "Awaiting signatures")
    for status in ("awaiting_signatures", member, instance):
        tag = lxml_html.fromstring(template.render({"status": status}))
        assert words(tag) == "Awaiting signatures"
        assert "nhsuk-tag--yellow" in tag.get("class")


def test_text_in_our_own_layout_is_not_run_as_a_template():
    class Form(forms.Form):
        name = forms.CharField()

        @property
        def helper(self):
            return FormHelper.of(
                self, Layout(Fieldset("{% now 'Y' %}", "name"), Submit("x", "{{ form }}"))
            )

    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}")
    page = lxml_html.fromstring(template.render({"form": Form()}))
    assert words(page.xpath("//legend")[0]) == "{% now 'Y' %}"
    assert words(page.xpath("//button")[0]) == "{{ form }}"


def test_a_form_without_a_helper_and_a_formset_are_drawn_too():
    class Form(forms.Form):
        name = forms.CharField(label="Name of the GP")
        secret = forms.CharField(widget=forms.HiddenInput, required=False)

    formset = forms.formset_factory(Form, extra=2)(prefix="gps")
    template = engines["django"].from_string(
        "{% load crispy_forms_tags %}{% crispy form %}{% crispy formset %}"
    )
    page = lxml_html.fromstring(
        f"<div>{template.render({'form': Form(), 'formset': formset})}</div>"
    )
    assert page.xpath("//input[@name='name']")
    assert page.xpath("//input[@name='gps-TOTAL_FORMS']/@value") == ["2"]
    assert len(page.xpath("//input[starts-with(@name, 'gps-')][@type='text']")) == 2


def test_work_in_progress_is_shown_in_figures_and_polls_for_more():
    page = read(gallery.page())
    bar = page.xpath("//progress")[0]
    assert (bar.get("value"), bar.get("max")) == ("42", "100")
    assert page.get_element_by_id("job-1").get("hx-trigger") == "every 2s"
    done = read(gallery.one_question())
    assert done.xpath("//a[@href='/result']")
    assert "hx-trigger" not in gallery.one_question()
    template = engines["django"].from_string("{% load nhsuk %}{% job_refresh job %}")
    assert 'http-equiv="refresh"' in template.render({"job": gallery.LIVE_JOB})
    assert template.render({"job": gallery.DONE_JOB}) == ""
