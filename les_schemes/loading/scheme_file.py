"""Reading a scheme file: from a folder, or from what was uploaded."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from les_schemes.loading import archive, examples, form
from les_schemes.loading.faults import UnreadableScheme
from les_schemes.rules import SchemeDefinition


@dataclass(frozen=True)
class SchemeFile:
    """A scheme file that was read and found good, with the framework document beside it."""

    content: dict[str, Any]
    framework: bytes
    framework_name: str

    @property
    def definition(self) -> SchemeDefinition | None:
        """What it pays by; none while it has no objective."""
        return form.definition(self.content)

    @property
    def examples(self) -> list[examples.Example]:
        return examples.of(self.content)

    @property
    def failing(self) -> dict[int, str]:
        """Of each example that does not pass, by its place from 0, the first reason."""
        return dict(examples.failing(self.examples, self.definition))


def read(path: Path) -> SchemeFile:
    """Read and check a scheme file; raises UnreadableScheme with every fault in it."""
    try:
        content = _content(path.read_bytes(), path.name)
    except OSError as error:
        raise UnreadableScheme([f"{path}: cannot be read: {error.strerror}"]) from error
    framework = path.parent / str(content["framework"]["file"])
    if not framework.is_file():
        raise UnreadableScheme([_no_framework(framework.name)])
    return SchemeFile(content, framework.read_bytes(), framework.name)


def opened(packed: bytes) -> SchemeFile:
    """Read and check a ZIP of a scheme file and its framework document; raises as ``read``."""
    members = archive.members(packed)
    content = _content(members.pop(archive.SCHEME), archive.SCHEME)
    name = content["framework"]["file"]
    if name not in members:
        raise UnreadableScheme([_no_framework(name)])
    return SchemeFile(content, members[name], name)


def _no_framework(name: str) -> str:
    return f"framework.file: there is no file {name} beside the scheme file"


def _content(toml: bytes, name: str) -> dict[str, Any]:
    """The document of a file without faults."""
    if len(toml) > archive.LARGEST_SCHEME:
        most = archive.LARGEST_SCHEME // 1024
        raise UnreadableScheme([f"{name}: must be smaller than {most} KB"])
    try:
        content = tomllib.loads(toml.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise UnreadableScheme(
            [f"{name}: is not UTF-8 text (at byte {error.start}): save it with that encoding"]
        ) from error
    except RecursionError as error:
        raise UnreadableScheme([f"{name}: is nested too deeply"]) from error
    except ValueError as error:
        # TOMLDecodeError, and what else Python says of a number or a day.
        raise UnreadableScheme([f"{name}: is not TOML: {error}"]) from error
    if faults := form.faults(content):
        raise UnreadableScheme(faults)
    content["return_address"] = content["return_address"].strip()
    return content
