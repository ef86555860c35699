"""Renders the official NHS.UK frontend macros (Jinja) for Django templates and Python code.

Parameters may be written the Python way (``prevent_double_click``, ``fieldset__legend__text``) and
are handed to the macro as it names them (``preventDoubleClick``, ``{"fieldset": {"legend": …}}``).

Escaping is decided here and not left to the macros, which take a string that is marked safe for
HTML wherever they take a plain string: a value counts as HTML only under a key called ``html``
(or ending in ``Html``), and only if it is already marked safe. Everything else is plain text.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

_FOLDERS = {"table": "tables", "image": "images", "list": "do-dont-list"}
_BLOCK_PARAMETERS = {
    "card": "descriptionHtml",
    "error_summary": "descriptionHtml",
    "footer": "meta__html",
}
_LINK_KEYS = frozenset({"href", "action", "src"})
_DANGEROUS_LINK = re.compile(r"\s*(javascript|data|vbscript)\s*:", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f]")


def _leave_lines(text: str, *_: object, **__: object) -> str:
    """Stands in for Jinja's ``indent``, which would indent what a person typed in a textarea."""
    return text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        auto_reload=False,
    )
    environment.filters["indent"] = _leave_lines
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    return environment


@cache
def _macro(component: str) -> Callable[[dict[str, Any]], Markup]:
    folder = _FOLDERS.get(component, component.replace("_", "-"))
    template = _environment().get_template(f"nhsuk/components/{folder}/macro.jinja")
    return getattr(template.module, _camel(component))


@cache
def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def render(component: str, **parameters: object) -> SafeString:
    """One component as HTML. ``component`` is the design system's name in snake_case.

    Raises ``jinja2.TemplateNotFound`` for a component that does not exist and ``TypeError`` for
    ``attributes`` given as text, which the macros would write unescaped.
    """
    return mark_safe(_macro(component)(_nested(parameters)).strip())  # noqa: S308


def render_block(component: str, content: SafeString, **parameters: object) -> SafeString:
    """A component around HTML, such as an inset text or a card."""
    return render(component, **{_BLOCK_PARAMETERS.get(component, "html"): content}, **parameters)


def _nested(parameters: Mapping[str, object]) -> dict[str, Any]:
    """``{"label__text": "x", "attributes__data_id": 1}`` as the tree the macros read."""
    tree: dict[str, Any] = {}
    for path, value in parameters.items():
        *parents, last = path.split("__")
        branch = tree
        for position, parent in enumerate(parents):
            branch = branch.setdefault(parent, {})
            if parent == "attributes":
                last = "-".join(path.split("__")[position + 1 :]).replace("_", "-")
                break
        branch[last] = value
    return _mapping(tree)


def _mapping(values: Mapping[str, Any]) -> dict[str, Any]:
    result = {}
    for name, value in values.items():
        if value is None:
            continue
        key = _camel(name)
        result[key] = _attributes(value) if key == "attributes" else _value(key, value)
    return result


def _value(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, (list, tuple)):
        return [_value(key, item) for item in value if item is not None]
    if key == "html" or key.endswith("Html"):
        return Markup(conditional_escape(value))  # noqa: S704
    text = plain(value)
    if key in _LINK_KEYS and isinstance(text, str):
        return "" if _DANGEROUS_LINK.match(_INVISIBLE.sub("", text)) else text
    return text


def plain(value: Any) -> Any:
    """A value without any mark of safety: text that will be escaped, or a number or truth value."""
    if isinstance(value, str):
        return value + ""  # a subclass (SafeString, Markup, an enum's member) becomes a plain str
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, Promise):
        return str(value) + ""
    return str(value) + ""


def _attributes(values: Any) -> dict[str, Any]:
    """HTML attributes: True writes the bare name, False and None nothing."""
    if not isinstance(values, Mapping):
        raise TypeError("attributes must be a mapping of names to values")
    result: dict[str, Any] = {}
    for name, value in values.items():
        if value is None or value is False:
            continue
        if isinstance(value, Mapping):
            result[name] = {key: plain(item) for key, item in value.items() if item is not None}
        elif value is True:
            result[name] = {"value": True, "optional": True}
        else:
            result[name] = plain(value)
    return result
