"""The worked examples of a scheme version: how they come out, and how they are entered."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from les_schemes import permissions
from les_schemes.actions import designing
from les_schemes.actions.designing import ExampleWritten
from les_schemes.definitions import definition_of
from les_schemes.design import drafts
from les_schemes.examples import guided
from les_schemes.examples.carrying import with_payee_renamed
from les_schemes.examples.forms import AmountsForm, TextForm, as_text
from les_schemes.examples.guided import GuidedForm
from les_schemes.examples.outcomes import Checked, outcome_of, outcomes, why_not_proved
from les_schemes.examples.permissions import check_can_see_examples
from les_schemes.examples.written import digest
from les_schemes.forms import EmptyForm
from les_schemes.models import SchemeVersion, WorkedExample
from les_schemes.views.designing import DraftPage, drafts_visible_to
from pbc import tables
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.refusals import NotNow


def address_of(example: WorkedExample, name: str = "example") -> str:
    return reverse(f"les_schemes:{name}", args=[example.version_id, example.number])


class ExampleTable(tables.Table):
    caption = "Worked examples"
    columns = [
        tables.Column(
            "example.number",
            "Example",
            sort=True,
            text=lambda one: str(one.example),
            href=lambda one: address_of(one.example),
            header=True,
        ),
        tables.StatusColumn("comes_out", "Comes out"),
        tables.Column("why_not", "What is still to be done"),
        tables.Column("example.note", "Where it comes from"),
    ]
    default_sort = "example__number"
    empty = "There are none yet."


class ExamplesSeen(Page):
    """A page that shows examples to who may see them, and to who may change them how."""

    guard = SignedIn()

    def load(self) -> None:
        self.version: SchemeVersion = self.find(drafts_visible_to(self.actor), pk=self.kwargs["pk"])
        check_can_see_examples(self.actor, self.version)
        self.definition = definition_of(self.version)

    @property
    def may_change(self) -> bool:
        try:
            drafts.check_may_change(self.version)
        except NotNow:
            return False
        return permissions.can_design(self.actor, self.version)


class Examples(ExamplesSeen):
    """All the examples of a version, and whether they prove it."""

    template_name = "les_schemes/examples.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        checked = outcomes(self.version)
        table = ExampleTable(request, checked)
        if table.export_format:
            return table.export()
        return self.show(table=table, why_not=why_not_proved(checked, self.definition))

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "may_change": self.may_change,
            "has_objectives": bool(self.definition.objectives),
        }


class ExampleShow(ExamplesSeen):
    """One example: its facts, what was worked out and what came out, line by line."""

    template_name = "les_schemes/example/detail.html"

    def load(self) -> None:
        super().load()
        self.example: WorkedExample = self.find(
            self.version.examples.all(), number=self.kwargs["number"]
        )

    def context(self) -> dict[str, Any]:
        checked = outcome_of(self.example, self.definition)
        told = guided.told(self.definition, self.example.facts)
        return {
            "version": self.version,
            "example": self.example,
            "checked": checked,
            "lines": _lines(checked, self.definition) if checked.is_worked_out else [],
            "cases": checked.outcome.cases if checked.is_worked_out else (),
            "totals": checked.outcome.totals if checked.is_worked_out else [],
            "told": told,
            "facts": "" if told else as_text(self.example.facts),
            "may_change": self.may_change,
            "objectives_to_change": _objectives_that_differ(checked, self.definition)
            if not self.version.rules
            else [],
        }


class ExamplesPage(DraftPage):
    """A page that changes examples; it leads back to them."""

    done_message = "Saved."

    def load(self) -> None:
        super().load()
        self.definition = definition_of(self.version)

    @property
    def tasks_url(self) -> str:
        return reverse("les_schemes:examples", args=[self.version.pk])

    def form_arguments(self) -> dict[str, Any]:
        return {"definition": self.definition, "cancel": self.tasks_url}

    def done(self, result: WorkedExample) -> str:
        return address_of(result)


class ExampleAdd(ExamplesPage):
    """The facts of a new example, asked for question by question."""

    template_name = "les_schemes/example/facts.html"
    form_class = GuidedForm
    done_message = ""

    def act(self, form: GuidedForm) -> WorkedExample:
        return designing.add_example(
            version=self.version,
            written=_written(form, facts=form.facts, expected={}),
            by=self.actor,
        )

    def done(self, result: WorkedExample) -> str:
        return address_of(result, "example-amounts")


class ExampleAddText(ExamplesPage):
    """A new example as text, for those who read the contract."""

    template_name = "les_schemes/example/text.html"
    form_class = TextForm

    def act(self, form: TextForm) -> WorkedExample:
        return designing.add_example(
            version=self.version, written=_written(form, **_documents(form)), by=self.actor
        )


class ExamplePage(ExamplesPage):
    """A page that changes one example, by its number."""

    def load(self) -> None:
        super().load()
        self.example: WorkedExample = self.find(
            self.version.examples.all(), number=self.kwargs["number"]
        )

    @property
    def tasks_url(self) -> str:
        return address_of(self.example)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "example": self.example}

    def change(self, written: ExampleWritten, form: Any) -> WorkedExample:
        return designing.change_example(
            example=self.example,
            written=written,
            seen=form.cleaned_data["seen"],
            why=form.cleaned_data.get("why", ""),
            by=self.actor,
        )


class ExampleFacts(ExamplePage):
    """The title and facts of an example, asked for question by question."""

    template_name = "les_schemes/example/facts.html"
    form_class = GuidedForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Facts that the questions cannot hold are changed as text."""
        if guided.form_of(self.definition, self.example.facts) is None:
            return redirect(address_of(self.example, "example-text"))
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {
            **super().form_arguments(),
            "facts": self.example.facts,
            "seen": digest(self.example),
            "initial": {"title": self.example.title, "note": self.example.note},
        }

    def act(self, form: GuidedForm) -> WorkedExample:
        expected = with_payee_renamed(
            self.example.expected,
            {
                form.fields[name].initial: form.cleaned_data.get(name)
                for name in ("provider", "locality")
                if name in form.fields
            },
        )
        return self.change(_written(form, facts=form.facts, expected=expected), form)

    def done(self, result: WorkedExample) -> str:
        return address_of(result, "example-amounts")


class ExampleAmounts(ExamplePage):
    """What a person works out by hand from the facts and the terms, line by line."""

    template_name = "les_schemes/example/amounts.html"
    form_class = AmountsForm
    done_message = ""

    def load(self) -> None:
        super().load()
        self.checked = outcome_of(self.example, self.definition)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._elsewhere() or super().post(request, *args, **kwargs)

    def _elsewhere(self) -> HttpResponse | None:
        """Facts that the terms of today cannot read come first."""
        if self.checked.outcome.facts_faults:
            return redirect(address_of(self.example))
        return None

    def form_arguments(self) -> dict[str, Any]:
        return {
            **super().form_arguments(),
            "example": self.example,
            "seen": digest(self.example),
            "differed": self.checked.has_differed,
        }

    def context(self) -> dict[str, Any]:
        told = guided.told(self.definition, self.example.facts)
        return {
            **super().context(),
            "told": told,
            "facts": "" if told else as_text(self.example.facts),
        }

    def act(self, form: AmountsForm) -> WorkedExample:
        written = ExampleWritten(
            title=self.example.title,
            note=self.example.note,
            facts=self.example.facts,
            expected=form.expected,
        )
        return self.change(written, form)


class ExampleText(ExamplePage):
    """An example as text, to be changed."""

    template_name = "les_schemes/example/text.html"
    form_class = TextForm

    def form_arguments(self) -> dict[str, Any]:
        return {
            **super().form_arguments(),
            "example": self.example,
            "seen": digest(self.example),
            "differed": outcome_of(self.example, self.definition).has_differed,
        }

    def act(self, form: TextForm) -> WorkedExample:
        return self.change(_written(form, **_documents(form)), form)


class ExampleRemove(ExamplePage):
    """Whether an example is really to be taken out."""

    template_name = "les_schemes/example/remove.html"
    form_class = EmptyForm
    done_message = "Example removed."

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remove the example", "cancel": self.tasks_url}

    def act(self, form: EmptyForm) -> SchemeVersion:
        return designing.remove_example(example=self.example, by=self.actor)

    def done(self, result: Any) -> str:
        return reverse("les_schemes:examples", args=[self.version.pk])


def _written(form: Any, *, facts: Any, expected: Any) -> ExampleWritten:
    answers = form.cleaned_data
    return ExampleWritten(
        title=answers["title"], note=answers["note"], facts=facts, expected=expected
    )


def _documents(form: TextForm) -> dict[str, Any]:
    return {"facts": form.cleaned_data["facts"], "expected": form.cleaned_data["expected"]}


def _lines(checked: Checked, definition: Any) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "title": definition.payables[line.objective, line.component].title,
            "heading": f"{line.objective}, {line.payee}",
        }
        for line in checked.outcome.lines
    ]


def _objectives_that_differ(checked: Checked, definition: Any) -> list[Any]:
    if not checked.is_worked_out:
        return []
    numbers = {line.objective for line in checked.outcome.lines if not line.agrees}
    return [objective for objective in definition.objectives if objective.number in numbers]
