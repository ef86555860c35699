"""``docs/states.md``, drawn from the transition tables themselves so that it cannot go stale."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from pbc.environment import BASE_DIR
from pbc.workflow import Workflow

DOCUMENT = BASE_DIR / "docs" / "states.md"

_INTRODUCTION = """# States

What may happen to each thing, as its transition table (`workflow.py` of its app) says. Who may do
it is said by `permissions.py`; what is written here is the reader's word for it. All that is not
in a table is refused. Made by `manage.py document_states`; a test sees that it is current.
"""


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Every transition table of the project, with the app it belongs to, in the apps' order."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.workflow") is None or config.name == "pbc":
            continue
        module = import_module(f"{config.name}.workflow")
        for value in vars(module).values():
            if isinstance(value, Workflow):
                yield config.label, value


def document() -> str:
    """The whole document."""
    return "\n".join([_INTRODUCTION, *(_section(app, flow) for app, flow in workflows())])


def _section(app: str, flow: Workflow) -> str:
    lines = [
        f"## {flow.name[0].upper()}{flow.name[1:]} (`{app}/workflow.py`)",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {status} : {label}" for status, label in flow.labels.items()),
        *_arrows(flow),
        "```",
        "",
        "| In status | action | leads to | who | audit event |",
        "|---|---|---|---|---|",
        *(
            f"| {flow.labels[status]} | `{action}` | {flow.labels[step.to]} | {step.who} "
            f"| `{step.event}` |"
            for (status, action), step in flow.transitions.items()
        ),
        "",
    ]
    return "\n".join(lines)


def _arrows(flow: Workflow) -> Iterator[str]:
    """One arrow for each pair of statuses, with all actions that lead along it."""
    along: dict[tuple[str, str], list[str]] = {}
    for (status, action), step in flow.transitions.items():
        along.setdefault((str(status), str(step.to)), []).append(action)
    for (status, to), actions in along.items():
        if status != to:
            yield f"    {status} --> {to} : {', '.join(actions)}"
