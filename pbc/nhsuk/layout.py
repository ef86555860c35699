"""Layout of forms for django-crispy-forms, drawn with the design system.

Our own fieldsets and buttons stand in for crispy's, which compile their text as a template: a
name from the database in a legend would be run.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper as CrispyFormHelper
from crispy_forms.layout import HTML, Div, Layout
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pbc.nhsuk.bridge import render
from pbc.nhsuk.questions import Drawing, draw

__all__ = [
    "HTML",
    "Button",
    "Buttons",
    "Div",
    "Fieldset",
    "FormHelper",
    "Layout",
    "Link",
    "Question",
    "Submit",
]

Part = Any  # a field's name or anything with crispy's render()


def _parts(parts: Iterable[Part], form: forms.BaseForm, context: Context) -> SafeString:
    return format_html_join("\n", "{}", ((_part(part, form, context),) for part in parts))


def _part(part: Part, form: forms.BaseForm, context: Context) -> SafeString:
    if isinstance(part, str):
        part = Question(part)
    return render_field(part, form, context)


class Question:
    """One field. ``reveals`` maps a choice of radios, checkboxes or a tick box ("true") to the
    questions that belong to it; without script they simply follow it."""

    def __init__(
        self, name: str, *, reveals: Mapping[Any, Part | list[Part]] | None = None, **drawing: Any
    ) -> None:
        self.name = name
        self.fields = [name]
        self.reveals = reveals or {}
        self.drawing = drawing

    def get_field_names(self, index: int | None = None) -> list[Any]:
        return []

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: object = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        revealed = {
            str(value): _parts(parts if isinstance(parts, list) else [parts], form, context)
            for value, parts in self.reveals.items()
        }
        if hasattr(form, "rendered_fields"):
            form.rendered_fields.add(self.name)
        settings = {"mark_optional": context.get("form_method") != "get", **self.drawing}
        return draw(form[self.name], Drawing(reveals=revealed, **settings))


class Fieldset:
    """Several questions under one legend; ``hint`` stands below it."""

    def __init__(
        self,
        legend: object,
        *fields: Part,
        size: str = "m",
        hint: object = "",
        page_heading: bool = False,
    ) -> None:
        self.legend, self.size, self.hint = legend, size, hint
        self.page_heading = page_heading
        self.fields = list(fields)

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: object = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        hint = format_html('<p class="nhsuk-body">{}</p>', self.hint) if self.hint else ""
        return render(
            "fieldset",
            legend__text=str(self.legend),
            legend__size=self.size,
            legend__is_page_heading=self.page_heading or None,
            html=format_html("{}{}", hint, _parts(self.fields, form, context)),
        )


class Button:
    """A button that sends the form under a name of its own."""

    def __init__(self, name: str, text: str, *, variant: str | None = None, **more: Any) -> None:
        self.name, self.text, self.variant, self.more = name, text, variant, more

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: object = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        named = self.name not in ("", "submit")  # a control named submit hides form.submit()
        posted = context.get("form_method") != "get"
        return render(
            "button",
            text=self.text,
            variant=self.variant,
            name=self.name if named and posted else None,
            value=self.name if named and posted else None,
            prevent_double_click=posted or None,
            **self.more,
        )


class Submit(Button):
    """The button that does what the page is for."""


class Link:
    """A link among the buttons, such as Cancel; ``variant`` makes it look like a button."""

    def __init__(self, text: str, href: str, *, variant: str | None = None) -> None:
        self.text, self.href, self.variant = text, href, variant

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: object = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        if self.variant:
            return render("button", text=self.text, href=self.href, variant=self.variant)
        return format_html(
            '<a class="nhsuk-link app-button-link" href="{}">{}</a>', self.href, self.text
        )


class Buttons:
    """Buttons and links side by side."""

    def __init__(self, *buttons: Button | Link) -> None:
        self.fields = list(buttons)

    def render(
        self,
        form: forms.BaseForm,
        context: Context,
        template_pack: object = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        drawn = _parts(self.fields, form, context)
        return format_html('<div class="nhsuk-button-group">{}</div>', drawn)


class FormHelper(CrispyFormHelper):
    """Crispy's helper with our defaults. Build it with :meth:`of` in the form's ``helper``."""

    @property
    def form_action(self) -> str:
        """The address, as given; crispy would try it as the name of a URL."""
        return self._form_action

    @form_action.setter
    def form_action(self, address: str) -> None:
        self._form_action = address

    @classmethod
    def of(
        cls,
        form: forms.BaseForm,
        layout: Layout | None = None,
        *,
        submit: str = "",
        cancel: str = "",
        method: str = "post",
        action: str = "",
    ) -> "FormHelper":
        """A helper for this form: its layout, or all its fields, then a button.

        ``cancel`` is the address of a Cancel link beside the button.
        """
        helper = cls()
        helper.form_method = method
        helper.form_action = action
        parts: list[Part] = list(layout.fields) if layout is not None else list(form.fields)
        buttons: list[Button | Link] = []
        while parts and isinstance(parts[-1], (Button, Link)):
            buttons.insert(0, parts.pop())
        if submit:
            buttons.insert(0, Submit("submit", submit))
        if cancel:
            buttons.append(Link("Cancel", cancel))
        parts = [Question(part) if isinstance(part, str) else part for part in parts]
        if len(buttons) == 1:
            parts += buttons
        elif buttons:
            parts.append(Buttons(*buttons))
        helper.layout = Layout(*parts)
        helper.render_hidden_fields = True
        return helper
