"""The rules of the house, read off the code itself."""

import ast
import importlib
import inspect
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from pbc.pages import ActionPage, Page

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "pbc",
    "localities",
    "accounts",
    "governance",
    "les_schemes",
    "applications",
    "payments",
    "demonstration",
)
LONGEST_FILE = 500
# Steps of a task, which reads long before it writes and so opens its transaction where it writes.
STEPS_OF_A_TASK = {
    "localities.actions.imports.check",
    "localities.actions.imports.write",
    "localities.actions.imports.preview",
}
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "common", "misc", "manager"}
# Real time, not the demonstration's: the queue, tokens, seals, sessions and the trail itself.
MAY_READ_THE_REAL_CLOCK = (
    "pbc/",
    "accounts/",
    "localities/importers/",
    "localities/actions/imports.py",  # an "impossible" date is judged by the real clock
    "localities/actions/list_sizes.py",  # likewise
    "localities/management/",
    "les_schemes/actions/",
    "payments/actions/",
)


def sources() -> list[Path]:
    return sorted(
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    )


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            namespace = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, namespace)
        else:
            yield f"{prefix}{entry.name}", entry


def own_pages() -> list[tuple[str, type[Page]]]:
    found = []
    for name, pattern in patterns():
        view = getattr(pattern.callback, "view_class", None)
        if view is not None and issubclass(view, Page):
            found.append((name, view))
    return found


def test_every_view_of_ours_declares_its_guard() -> None:
    unguarded = []
    for name, pattern in patterns():
        view = getattr(pattern.callback, "view_class", pattern.callback)
        if view.__module__.split(".")[0] in APPS and not hasattr(view, "guard"):
            unguarded.append(f"{name}: {view.__module__}.{view.__qualname__}")
    assert unguarded == []


@pytest.mark.parametrize("name, view", own_pages())
def test_every_page_has_its_template_in_its_own_app(name: str, view: type[Page]) -> None:
    template = getattr(view, "template_name", None)
    if template is None:
        return
    get_template(template)
    assert template.split("/")[0] in {view.__module__.split(".")[0], "pbc", "documents"}, name


def action_modules() -> list[ModuleType]:
    names = []
    for path in sources():
        module = named(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        if re.search(r"\.actions(\.|$)", module) and not module.startswith("pbc."):
            names.append(module)
    return [importlib.import_module(name) for name in names]


def test_every_action_is_a_keyword_only_verb_with_by_in_a_transaction() -> None:
    wrong = []
    for module in action_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            parameters = inspect.signature(function).parameters.values()
            kinds = {parameter.kind for parameter in parameters}
            if kinds != {inspect.Parameter.KEYWORD_ONLY}:
                wrong.append(f"{module.__name__}.{name} takes positional arguments")
            if f"{module.__name__}.{name}" in STEPS_OF_A_TASK:
                continue
            if "by" not in {parameter.name for parameter in parameters}:
                wrong.append(f"{module.__name__}.{name} does not say by whom")
            if not hasattr(function, "__wrapped__"):
                wrong.append(f"{module.__name__}.{name} is not an @action")
    assert wrong == []


def test_every_check_has_its_bool_twin() -> None:
    lonely = []
    for app in APPS:
        path = ROOT / app / "permissions.py"
        if not path.exists():
            continue
        module = importlib.import_module(f"{app}.permissions")
        for name, _ in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("check_can_") and not hasattr(module, name.removeprefix("check_")):
                lonely.append(f"{app}.permissions.{name}")
    assert lonely == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [named(path) for path in sources() if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {named(path): len(path.read_text().splitlines()) for path in sources()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_a_status_is_changed_only_where_actions_are() -> None:
    elsewhere = []
    for path in sources():
        if "actions" in named(path) or named(path).startswith(("pbc/jobs", "pbc/models")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "status":
                    elsewhere.append(f"{named(path)}:{node.lineno}")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "update"
                and any(keyword.arg == "status" for keyword in node.keywords)
            ):
                elsewhere.append(f"{named(path)}:{node.lineno}")
    assert elsewhere == []


def test_nothing_is_imported_inside_a_function_to_hide_a_cycle() -> None:
    hidden = []
    for path in sources():
        if path.name == "apps.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{named(path)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    # The engine of PDFs needs system libraries that may be missing: it is tried where it is used.
    assert [place for place in hidden if not place.startswith("pbc/documents/")] == []


def test_what_day_it_is_is_asked_of_the_one_clock() -> None:
    asked = []
    for path in sources():
        if named(path).startswith(MAY_READ_THE_REAL_CLOCK):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                call = ast.unparse(node.func)
                if re.search(r"(timezone|datetime|date)\.(now|today|utcnow|localdate)$", call):
                    asked.append(f"{named(path)}:{node.lineno} {call}")
    assert asked == []


def test_no_error_is_swallowed_without_a_name() -> None:
    bare = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                bare.append(f"{named(path)}:{node.lineno}")
    assert bare == []


def test_every_form_page_calls_an_action_and_says_where_to_go() -> None:
    for name, view in own_pages():
        if issubclass(view, ActionPage) and view is not ActionPage:
            assert view.act is not ActionPage.act, name
            assert view.done is not ActionPage.done, name


def test_what_is_committed_speaks_of_the_project_only() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a checkout")
    private = re.compile(r"(?<![\w.])/(work|tmp/w|root|home)/|files\.pythonhosted|registry\.npmjs")
    told = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".txt", ".toml", ".in", ".html", ".json", ".yml", ""}:
            if not path.is_file() or path == Path(__file__):
                continue
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if private.search(line):
                    told.append(f"{name}:{number}")
    assert told == []


def test_nothing_is_committed_that_is_to_be_ignored() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a checkout")
    assert listed.stdout == ""
