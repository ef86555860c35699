"""What is wrong with a form, in words that say how to mend it, and where to go to do so."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from pbc.nhsuk.bridge import render
from pbc.nhsuk.fields import SplitDateWidget, wrong_parts
from pbc.nhsuk.parts import inside_sentence

_DETERMINERS = ("a", "an", "any", "each", "how", "the", "this", "what", "which", "who", "your")
_CHOSEN = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select)


def of_field(bound: BoundField) -> list[str]:
    """The errors of one field. Django's bare "required" becomes what to do."""
    return [_words(bound, error) for error in _raised(bound.form, bound.name)]


def _raised(form: forms.BaseForm, name: str) -> list[ValidationError]:
    return form.errors.as_data().get(name, [])


def _words(bound: BoundField, error: ValidationError) -> str:
    if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
        return required_words(bound)
    return " ".join(without_stop(str(message)) for message in error.messages)


def without_stop(message: str) -> str:
    """A message of one sentence, without its full stop, as the design system writes errors."""
    return message[:-1] if message.count(".") == 1 and message.endswith(".") else message


def required_words(bound: BoundField) -> str:
    """ "Enter the practice name", "Select an answer to …": what a missing answer asks for."""
    label = str(bound.label).strip()
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick the box to confirm: {label}"
    if isinstance(widget, forms.FileInput):
        return "Choose a file"
    verb = "Select" if isinstance(widget, _CHOSEN) else "Enter"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    inside = inside_sentence(label)
    the = "" if inside.split(" ")[0] in _DETERMINERS else "the "
    return f"{verb} {the}{inside}"


def target_of(bound: BoundField) -> str:
    """The id of the box that a link to this field's error should focus."""
    widget = bound.field.widget
    if isinstance(widget, SplitDateWidget):
        return f"{bound.auto_id}_{wrong_parts(widget.values(bound.value()))[0]}"
    return bound.auto_id


def has_errors(forms_or_sets: Iterable[Any]) -> bool:
    """Whether any of these forms or formsets was sent and refused."""
    return any(form.is_bound and not form.is_valid() for form in forms_or_sets)


def summary(forms_or_sets: Iterable[Any]) -> SafeString:
    """The error summary of all these forms and formsets; nothing when they have no errors."""
    items: list[dict[str, str]] = []
    for form in _single_forms(forms_or_sets, items):
        items += _items(form)
    if not items:
        return SafeString("")
    return render("error_summary", heading="There is a problem", error_list=items)


def _single_forms(
    forms_or_sets: Iterable[Any], items: list[dict[str, str]]
) -> Iterable[forms.BaseForm]:
    for form in forms_or_sets:
        if not form.is_bound:
            continue
        if isinstance(form, forms.BaseFormSet):
            items += [{"text": str(message)} for message in form.non_form_errors()]
            yield from form.forms
        else:
            yield form


def _items(form: forms.BaseForm) -> list[dict[str, str]]:
    items = []
    for error in _raised(form, NON_FIELD_ERRORS):
        items += [{"text": without_stop(str(message))} for message in error.messages]
    for name in form.fields:
        bound = form[name]
        for message in of_field(bound):
            item = {"text": message}
            if not bound.is_hidden and bound.auto_id:
                item["href"] = f"#{target_of(bound)}"
            items.append(item)
    return items
