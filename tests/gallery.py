"""A page that shows every component in every state, for the tests of the face.

It is not part of the product: it is drawn from here, without a database.
"""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, QueryDict
from django.template import engines
from django.template.loader import render_to_string

from pbc.charts import Bar, BarChart
from pbc.nhsuk import row, task
from pbc.nhsuk.fields import MoneyField, SplitDateField
from pbc.nhsuk.layout import (
    Button,
    Fieldset,
    FormHelper,
    Layout,
    Link,
    Question,
    Submit,
)
from pbc.tables import Column, DateColumn, MoneyColumn, NumberColumn, StatusColumn, Table

LONDON = ZoneInfo("Europe/London")
ATTACK = "<script>alert('gallery')</script>"
PRACTICES = [
    {
        "name": f"{name} Surgery",
        "code": f"E8{number:04d}",
        "patients": 3000 + 517 * number % 9000,
        "due": 743100 + 12345 * number,
        "signed": date(2007, 4, 1 + number % 16) if number % 3 else None,
        "status": ("accepted", "awaiting_signatures", "draft", "queried", "held")[number % 5],
    }
    for number, name in enumerate(
        ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy"] * 7
    )
]


class EveryWidget(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Practice name", max_length=60, help_text="As on the sheet")
    email = forms.EmailField(label="Work e-mail address", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    patients = forms.IntegerField(label="Number of patients", min_value=0)
    rate = forms.DecimalField(label="Rate a patient", required=False)
    grant = MoneyField(label="Grant")
    received = SplitDateField(
        label="When did the sheet arrive?", help_text="For example, 16 4 2007"
    )
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[("accept", "Accept"), ("query", "Query"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="What is missing?", required=False, widget=forms.Textarea)
    plans = forms.MultipleChoiceField(
        label="Which plans came with it?",
        choices=[("p", "Prescribing"), ("r", "Referrals"), ("e", "Emergency care")],
        widget=forms.CheckboxSelectMultiple,
    )
    locality = forms.ChoiceField(
        label="Locality",
        choices=[("", "Choose a locality"), ("Dacorum", [("1", "DacCom"), ("2", "Hemel")])],
    )
    sheet = forms.FileField(label="Scan of the sheet", help_text="A PDF of up to 10 MB")
    confirmed = forms.BooleanField(label="I have the authority of my partners")
    token = forms.CharField(widget=forms.HiddenInput, initial="t", required=False)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("name", width=20),
                Question("email", autocomplete="email"),
                "password",
                Question("patients", width=5, suffix="patients"),
                Question("rate", width=5, prefix="£"),
                "grant",
                "received",
                Question(
                    "outcome",
                    reveals={"query": Question("reason", max_length_counter=400)},
                    hints={"query": "They have ten working days to mend it"},
                ),
                Fieldset("About the plans", "plans", "locality", hint="Of this financial year"),
                "sheet",
                "confirmed",
                Submit("save", "Save and continue"),
                Button("later", "Save and come back later", variant="secondary"),
                Link("Cancel", "/"),
            ),
        )


class OneQuestion(forms.Form):
    """A page of one question, whose label is the heading."""

    locality = forms.ChoiceField(
        label="Which locality does the practice join?",
        choices=[("1", "DacCom"), ("2", "Hemel Hempstead")],
        widget=forms.RadioSelect,
    )

    @property
    def helper(self) -> FormHelper:
        layout = Layout(Question("locality", page_heading=True, caption="Sign-up of Alder Surgery"))
        return FormHelper.of(self, layout, submit="Continue")


class PracticeFilter(forms.Form):
    search = forms.CharField(label="Name or code", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "All"), ("accepted", "Accepted"), ("draft", "Draft"), ("held", "Held")],
    )

    def narrow(self, rows):
        search, status = self.cleaned_data["search"].lower(), self.cleaned_data["status"]
        return [
            found
            for found in rows
            if search in found["name"].lower() and status in ("", found["status"])
        ]


class PracticeTable(Table):
    caption = "Sign-ups of the county"
    columns = [
        Column("name", "Practice", sort=True, href=lambda found: f"/{found['code']}", header=True),
        Column("code", "Code"),
        NumberColumn("patients", "Patients", sort=True, total=True),
        MoneyColumn("due", "Due", sort=True, why=lambda found: "/why", total=True),
        DateColumn("signed", "Signed", sort=True),
        StatusColumn("status", "Status"),
    ]
    filters = PracticeFilter
    default_sort = "name"
    per_page = 8


class EmptyTable(Table):
    caption = "Payments held"
    columns = [Column("name", "Practice")]
    prefix = "held"
    empty = "Nothing is held."


UPTAKE = BarChart(
    title="Sign-ups by locality",
    caption="Practices signed up of all practices, to 16 April 2007",
    bars=[Bar("DacCom", 14, of=19), Bar("Hemel Hempstead", 3, of=11), Bar("Watford", 22, of=22)],
    label_heading="Locality",
    value_heading="Signed up",
    total=True,
)
TOTALS = BarChart(
    title="Total by objective",
    bars=[
        Bar("Capitation", 115000000),
        Bar("Information fund", 57500000),
        Bar("Commissioning plan", 18720000),
        Bar("Recovered", -1560000, note="from last year"),
    ],
    kind="money",
    label_heading="Objective",
)

EVENTS = [
    {
        "when": datetime(2007, 4, 3, 9, 30, tzinfo=LONDON),
        "what": "Sheet opened",
        "who": "A. Okafor",
    },
    {
        "when": datetime(2007, 4, 12, 16, 5, tzinfo=LONDON),
        "what": "Signed by 4 of 5 GPs",
        "note": "Waiting on Dr B. Lindqvist",
        "href": "/signatures",
    },
    {"when": date(2007, 4, 30), "what": "Deadline"},
]

CARDS = [
    {
        "heading": "Sign up to the PBC LES 2007/08",
        "href": "/1",
        "text": "One signature is missing",
        "due": date(2007, 4, 30),
        "worth": 743100,
        "status": "awaiting_signatures",
    },
    {"heading": "Reports due", "href": "/2", "number": 3, "due": date(2007, 5, 14)},
    {"heading": "Statements to read", "number": 0, "text": "Nothing waits on you."},
]

TASKS = [
    task("Confirm the GPs", href="/gps", status="Completed"),
    task("Choose the locality", href="/locality", status="In progress", hint="Until 30 April 2007"),
    task("Ask each GP to sign", href="/ask", status="Not started"),
    task("Check your answers", status="Cannot start yet"),
]

ROWS = [
    row("Practice", "Alder Surgery", href="/change"),
    row("PCT", "Dacorum PCT", href="/change"),
    row("Signed by", None),
]

LIVE_JOB = SimpleNamespace(
    pk=1, is_live=True, title="Preparing the run of May 2007", total=8300, percent=42,
    status="running", message="3,486 of 8,300 practices", get_status_display="Running",
    result_url="",
)  # fmt: skip
DONE_JOB = SimpleNamespace(
    pk=2, is_live=False, title="Import of list sizes", total=10, percent=100, status="done",
    message="16,204 rows, 3 refused", get_status_display="Done", result_url="/result",
)  # fmt: skip
FAILED_JOB = SimpleNamespace(
    pk=3, is_live=False, title="Import of memberships", total=10, percent=30, status="failed",
    message="The file is not the one that was previewed.", get_status_display="Failed",
    result_url="",
)  # fmt: skip

TEMPLATE = (Path(__file__).parent / "gallery.html").read_text()


SHELL_LINKS = (
    *("sign_in", "sign_out", "account", "messages", "move_clock"),
    *("verify", "accessibility", "privacy", "about"),
)


def request(query: str = "") -> HttpRequest:
    made = HttpRequest()
    made.method = "GET"
    made.path = "/gallery"
    made.GET = QueryDict(query)
    return made


def refused_form() -> EveryWidget:
    data = QueryDict(mutable=True)
    data.update({"name": ATTACK, "patients": "many", "received_day": "31", "received_month": "2"})
    data["received_year"] = "2007"
    data["outcome"] = "query"
    data["reason"] = "First line\nSecond line"
    form = EveryWidget(data)
    form.add_error(None, "The deadline for sign-ups was 30 April 2007.")
    return form


def shell(**more) -> dict:
    """What the context processors would give."""
    return {
        "CSP_NONCE": "gallery-nonce",
        "csrf_token": "gallery-token",
        "demonstration": {"date": date(2007, 4, 16)},
        "signed_in": True,
        "user": SimpleNamespace(name="Ada Okafor"),
        "navigation": [
            {"text": "Home", "href": "/", "current": False},
            {"text": "Practices", "href": "/practices", "current": True},
            {"text": "Schemes", "href": "/schemes", "current": False},
            {"text": "Payments", "href": "/payments", "current": False},
        ],
        "unread_messages": 2,
        "shell": {name: f"/{name}" for name in SHELL_LINKS},
        "may_move_clock": True,
        "messages": [
            _Message("success", "The sign-up was accepted."),
            _Message("info", "Your session had ended. We kept what you had typed."),
        ],
        **more,
    }


class _Message(SimpleNamespace):
    def __init__(self, level_tag: str, text: str) -> None:
        super().__init__(level_tag=level_tag, text=text)

    def __str__(self) -> str:
        return self.text


def page(form: forms.Form | None = None, query: str = "", **more) -> str:
    """The gallery as HTML."""
    context = shell(
        form=form or EveryWidget(),
        attack=ATTACK,
        since=date(2007, 4, 3),
        cards=CARDS,
        rows=ROWS,
        tasks=TASKS,
        events=EVENTS,
        uptake=UPTAKE,
        totals=TOTALS,
        practices=PracticeTable(request(query), PRACTICES),
        held=EmptyTable(request(query), []),
        live_job=LIVE_JOB,
        **more,
    )
    return engines["django"].from_string(TEMPLATE).render(context)


def one_question() -> str:
    template = (
        '{% extends "base.html" %}{% load nhsuk crispy_forms_tags %}'
        "{% block title %}Which locality?{% endblock %}"
        '{% block beforeContent %}{% back_link "/back" %}{% endblock %}'
        "{% block content %}{% crispy form %}{% job_progress done_job %}"
        "{% job_progress failed_job %}{% endblock %}"
    )
    context = shell(
        form=OneQuestion(),
        messages=[],
        demonstration=None,
        done_job=DONE_JOB,
        failed_job=FAILED_JOB,
    )
    return engines["django"].from_string(template).render(context)


def plain(template: str, **more) -> str:
    """One of the product's own pages."""
    return render_to_string(template, shell(messages=[], **more))
