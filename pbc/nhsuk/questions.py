"""Draws one form field as the design system's component for its widget."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pbc.nhsuk import errors
from pbc.nhsuk.bridge import render
from pbc.nhsuk.fields import MoneyField, SplitDateWidget, wrong_parts

_TYPES = {
    forms.EmailInput: "email",
    forms.URLInput: "url",
    forms.SearchInput: "search",
    forms.TelInput: "tel",
}
# Attributes that components have parameters for, or that must not be written: maxlength would cut
# what a person pastes without a word, required and min/max would bring the browser's own messages.
_HANDLED = frozenset(
    (
        *(
            "aria-describedby",
            "autocapitalize",
            "autocomplete",
            "class",
            "cols",
            "inputmode",
            "max",
            "maxlength",
        ),
        *("min", "minlength", "multiple", "pattern", "placeholder", "required", "rows"),
        *("spellcheck", "step", "type"),
    )
)


@dataclass(frozen=True)
class Drawing:
    """How a question looks, beyond what its field says."""

    page_heading: bool = False
    caption: str = ""
    size: str = ""
    width: int | None = None
    prefix: str = ""
    suffix: str = ""
    inline: bool = False
    small: bool = False
    code: bool = False
    rows: int | None = None
    max_length_counter: int | None = None
    hints: Mapping[Any, object] = field(default_factory=dict)
    autocomplete: str = ""
    hide_label: bool = False
    mark_optional: bool = True
    reveals: Mapping[str, SafeString] = field(default_factory=dict)


def draw(bound: BoundField, drawing: Drawing | None = None) -> SafeString:
    """The component of a field with its label, hint and error."""
    drawing = drawing or Drawing()
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    for widget_class, draw_widget in _DRAWN_BY:
        if isinstance(widget, widget_class):
            return draw_widget(bound, drawing)
    return _draw_unknown(bound, drawing)


def _label_text(bound: BoundField, drawing: Drawing) -> str:
    label = str(bound.label)
    if bound.field.required or bound.field.disabled or not drawing.mark_optional:
        return label
    return f"{label} (optional)"


def _label(bound: BoundField, drawing: Drawing) -> dict[str, Any]:
    if drawing.hide_label:
        return {"text": _label_text(bound, drawing), "classes": "nhsuk-u-visually-hidden"}
    label: dict[str, Any] = {
        "text": _label_text(bound, drawing),
        "size": drawing.size or ("l" if drawing.page_heading else "s"),
    }
    if drawing.page_heading:
        label["is_page_heading"] = True
    if drawing.caption:
        label["caption"] = {"text": drawing.caption}
    return label


def _hint(text: object) -> dict[str, Any] | None:
    if not text:
        return None
    return {"html": text} if hasattr(text, "__html__") else {"text": str(text)}


def _error(bound: BoundField) -> dict[str, Any] | None:
    messages = errors.of_field(bound)
    return {"text": " ".join(messages)} if messages else None


def _common(bound: BoundField) -> dict[str, Any]:
    return {
        "name": bound.html_name,
        "hint": _hint(bound.help_text),
        "error_message": _error(bound),
        "disabled": bound.field.disabled or None,
        "described_by": bound.field.widget.attrs.get("aria-describedby"),
    }


def _attributes(bound: BoundField) -> dict[str, Any]:
    return {
        name: value
        for name, value in bound.field.widget.attrs.items()
        if name not in _HANDLED and value is not False
    }


def _shown_value(bound: BoundField) -> str | None:
    return bound.field.widget.format_value(bound.value())


def _draw_input(bound: BoundField, drawing: Drawing) -> SafeString:
    widget = bound.field.widget
    given = widget.attrs
    input_type = next((name for kind, name in _TYPES.items() if isinstance(widget, kind)), "text")
    inputmode = given.get("inputmode")
    spellcheck = given.get("spellcheck")
    if isinstance(widget, forms.NumberInput):
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, (forms.DecimalField, forms.FloatField)
        )
        inputmode = inputmode or ("numeric" if whole else "decimal")
    prefix = drawing.prefix
    if isinstance(bound.field, MoneyField):
        inputmode, prefix = inputmode or "decimal", prefix or "£"
    if input_type != "text":
        spellcheck = False
    return render(
        "input",
        **_common(bound),
        id=bound.auto_id,
        label=_label(bound, drawing),
        value=_shown_value(bound),
        type=input_type,
        inputmode=inputmode,
        spellcheck=spellcheck,
        autocomplete=drawing.autocomplete or given.get("autocomplete"),
        autocapitalize=given.get("autocapitalize"),
        pattern=given.get("pattern"),
        width=drawing.width or (10 if isinstance(bound.field, MoneyField) else None),
        code=drawing.code or None,
        prefix=prefix or None,
        suffix=drawing.suffix or None,
        classes=given.get("class"),
        attributes=_attributes(bound),
    )


def _draw_password(bound: BoundField, drawing: Drawing) -> SafeString:
    given = bound.field.widget.attrs
    return render(
        "password_input",
        **_common(bound),
        id=bound.auto_id,
        label=_label(bound, drawing),
        value=bound.field.widget.format_value(bound.value())
        if bound.field.widget.render_value
        else None,
        autocomplete=drawing.autocomplete or given.get("autocomplete") or "current-password",
        width=drawing.width or 20,
        attributes=_attributes(bound),
    )


def _draw_textarea(bound: BoundField, drawing: Drawing) -> SafeString:
    counter = drawing.max_length_counter
    return render(
        "character_count" if counter else "textarea",
        **_common(bound),
        id=bound.auto_id,
        label=_label(bound, drawing),
        value=_shown_value(bound),
        rows=drawing.rows or 5,
        maxlength=counter,
        autocomplete=drawing.autocomplete or None,
        classes=bound.field.widget.attrs.get("class"),
        attributes=_attributes(bound),
    )


def _options(bound: BoundField) -> list[dict[str, Any]]:
    """Every option of a choice with its group's name, in order."""
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    options = []
    for group, members, _ in widget.optgroups(bound.html_name, chosen, {}):
        for member in members:
            options.append({**member, "group": group})
    return options


def _items(bound: BoundField, drawing: Drawing) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    group = None
    for option in _options(bound):
        if option["group"] and option["group"] != group:
            items.append({"divider": str(option["group"])})
        group = option["group"]
        value = str(option["value"])
        item: dict[str, Any] = {
            "value": value,
            "text": str(option["label"]),
            "checked": bool(option["selected"]),
            "hint": _hint(drawing.hints.get(option["value"]) or drawing.hints.get(value)),
        }
        if option["attrs"].get("disabled"):
            item["disabled"] = True
        if value in drawing.reveals:
            item["conditional"] = {"html": drawing.reveals[value]}
        items.append(item)
    return items


def _draw_choices(bound: BoundField, drawing: Drawing) -> SafeString:
    several = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    items = _items(bound, drawing)
    if not items:
        return _draw_nothing_to_choose(bound, drawing)
    return render(
        "checkboxes" if several else "radios",
        **_common(bound),
        id_prefix=bound.auto_id,
        fieldset={"legend": _label(bound, drawing)},
        items=items,
        inline=drawing.inline or None,
        small=drawing.small or None,
        attributes=_attributes(bound),
    )


def _draw_nothing_to_choose(bound: BoundField, drawing: Drawing) -> SafeString:
    wrong = _error(bound)
    return render(
        "fieldset",
        legend=_label(bound, drawing),
        html=format_html(
            "{}<p>There is nothing to choose from.</p>",
            render("error_message", **wrong, id=f"{bound.auto_id}-error") if wrong else "",
        ),
    )


def _draw_checkbox(bound: BoundField, drawing: Drawing) -> SafeString:
    widget = bound.field.widget
    item = {
        "value": "true",
        "text": str(bound.label),
        "checked": widget.check_test(bound.value()),
        "hint": _hint(bound.help_text),
        "attributes": _attributes(bound),
    }
    if "true" in drawing.reveals:
        item["conditional"] = {"html": drawing.reveals["true"]}
    common = _common(bound) | {"hint": None}
    return render(
        "checkboxes",
        **common,
        id_prefix=bound.auto_id,
        items=[item],
        small=drawing.small or None,
    )


def _draw_select(bound: BoundField, drawing: Drawing) -> SafeString:
    several = bound.field.widget.allow_multiple_selected
    items = [
        {
            "value": str(option["value"]) if option["value"] is not None else "",
            "text": f"{option['group']}: {option['label']}" if option["group"] else option["label"],
            "selected": bool(option["selected"]),
        }
        for option in _options(bound)
    ]
    return render(
        "select",
        **_common(bound),
        id=bound.auto_id,
        label=_label(bound, drawing),
        items=items,
        classes=bound.field.widget.attrs.get("class"),
        attributes=_attributes(bound) | ({"multiple": True} if several else {}),
    )


def _draw_date(bound: BoundField, drawing: Drawing) -> SafeString:
    typed = bound.field.widget.values(bound.value())
    wrong = wrong_parts(typed) if errors.of_field(bound) else []
    birthday = drawing.autocomplete == "bday"
    items = [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": {"text": part.capitalize()},
            "value": "" if value is None else str(value),
            "width": 4 if part == "year" else 2,
            "error": part in wrong,
            "autocomplete": f"bday-{part}" if birthday else None,
        }
        for part, value in typed.items()
    ]
    common = _common(bound)
    del common["name"]
    return render(
        "date_input",
        **common,
        id=bound.auto_id,
        fieldset={"legend": _label(bound, drawing)},
        items=items,
    )


def _draw_file(bound: BoundField, drawing: Drawing) -> SafeString:
    widget = bound.field.widget
    held = bound.initial if getattr(bound.initial, "name", "") else None
    common = _common(bound)
    if held and not common["hint"]:
        common["hint"] = {"text": f"The file now held is {held.name}"}
    return render(
        "file_upload",
        **common,
        id=bound.auto_id,
        label=_label(bound, drawing),
        multiple=getattr(widget, "allow_multiple_selected", False) or None,
        attributes=_attributes(bound),
    )


def _draw_unknown(bound: BoundField, drawing: Drawing) -> SafeString:
    """A widget nobody thought of: its own drawing between our label, hint and error."""
    wrong = _error(bound)
    hint = _hint(bound.help_text)
    return format_html(
        '<div class="nhsuk-form-group{}">{}{}{}{}</div>',
        " nhsuk-form-group--error" if wrong else "",
        render("label", **_label(bound, drawing), **{"for": bound.id_for_label}),
        render("hint", **hint, id=f"{bound.auto_id}_helptext") if hint else "",
        render("error_message", **wrong, id=f"{bound.auto_id}_error") if wrong else "",
        bound.as_widget(),
    )


_DRAWN_BY = (
    (SplitDateWidget, _draw_date),
    (forms.PasswordInput, _draw_password),
    (forms.Textarea, _draw_textarea),
    (forms.CheckboxSelectMultiple, _draw_choices),
    (forms.RadioSelect, _draw_choices),
    (forms.Select, _draw_select),
    (forms.CheckboxInput, _draw_checkbox),
    (forms.FileInput, _draw_file),
    (forms.widgets.Input, _draw_input),
)
