"""Writing TOML that people can read and edit: one key a line, lists of texts and tables laid out.

Reading is the standard library's. What is written here it reads as the same values.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDEST = 90
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r", "\f": "\\f", "\b": "\\b"}


class Literal(str):
    """Text to be written between three single quotes, as it is; it holds no three of them."""

    __slots__ = ()


def dumps(document: Mapping[str, Any]) -> str:
    """A document as TOML; tables and lists of tables come after the single values."""
    return "\n".join(_table((), document)).strip() + "\n"


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    """Lists of tables stand as ``[[…]]`` at the top of the document, within tables in line."""
    later = []
    for key, value in table.items():
        if isinstance(value, Mapping) or (not path and _is_list_of_tables(value)):
            later.append((key, value))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in later:
        inner = (*path, key)
        name = ".".join(map(_key, inner))
        if isinstance(value, Mapping):
            yield f"\n[{name}]"
            yield from _table(inner, value)
            continue
        for one in value:
            yield f"\n[[{name}]]"
            yield from _table(inner, one)


def _is_list_of_tables(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)
    )


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any, indent: str = "") -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Literal):
        return f"'''\n{value}'''"
    if isinstance(value, str):
        return _lines(value) if "\n" in value and not indent else _text(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return _list(value, indent)
    if isinstance(value, Mapping):
        parts = ", ".join(f"{_key(key)} = {_value(one, ' ')}" for key, one in value.items())
        return f"{{ {parts} }}" if parts else "{}"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _list(values: list[Any], indent: str) -> str:
    written = [_value(one, f"{indent}  ") for one in values]
    in_line = f"[{', '.join(written)}]"
    if len(in_line) <= _WIDEST and not any(isinstance(one, Mapping) for one in values):
        return in_line
    rows = "".join(f"{indent}  {one},\n" for one in written)
    return f"[\n{rows}{indent}]"


def _text(value: str) -> str:
    return '"' + "".join(map(_character, value)) + '"'


def _lines(value: str) -> str:
    """A text of several lines, each on its own."""
    return '"""\n' + "".join(one if one == "\n" else _character(one) for one in value) + '"""'


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character < " " or character == "\x7f":
        return f"\\u{ord(character):04x}"
    return character
