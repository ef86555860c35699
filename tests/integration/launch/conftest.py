from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.launch.installations import Started, free_port


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation's folder, filled by the first start of the module."""
    return tmp_path_factory.mktemp("installation") / "var"


@pytest.fixture
def start(var: Path) -> Iterator[Callable[..., Started]]:
    """Starts ``./run`` there; what is left of it afterwards is ended."""
    begun: list[Started] = []

    def start_one(*, port: int | None = None, **variables: str) -> Started:
        begun.append(Started(var, port=port or free_port(), **variables))
        return begun[-1]

    yield start_one
    for each in begun:
        each.clear_up()
