"""Parameters of components that views build: rows of a summary list, tasks of a task list."""

from typing import Any

from pbc.nhsuk import colours


def _text_or_html(value: object) -> dict[str, Any]:
    return {"html": value} if hasattr(value, "__html__") else {"text": value}


def inside_sentence(words: str) -> str:
    """Without its capital, unless it starts with an abbreviation such as PCT."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def row(
    key: str,
    value: object,
    *,
    href: str | None = None,
    action: str = "Change",
    empty: str = "–",
) -> dict[str, Any]:
    """One row of ``{% nhsuk "summary_list" rows=rows %}``; with ``href`` it ends in a link."""
    shown = empty if value is None or value == "" else value
    result: dict[str, Any] = {"key": {"text": key}, "value": _text_or_html(shown)}
    if href:
        link = {
            "href": href,
            "text": action,
            "visually_hidden_text": inside_sentence(key),
        }
        result["actions"] = {"items": [link]}
    return result


def task(
    title: str,
    *,
    status: str,
    href: str | None = None,
    hint: object = None,
    completed: str = "Completed",
) -> dict[str, Any]:
    """One item of ``{% nhsuk "task_list" items=tasks %}``; what is done has no coloured tag."""
    result: dict[str, Any] = {"title": {"text": title}}
    if href:
        result["href"] = href
    if hint:
        result["hint"] = _text_or_html(hint)
    if status == completed:
        result["status"] = {"text": status}
    elif not href:
        result["status"] = {
            "text": status,
            "classes": "nhsuk-task-list__status--cannot-start-yet",
        }
    else:
        result["status"] = {"tag": {"text": status, "colour": colours.colour_of(status) or "blue"}}
    return result
