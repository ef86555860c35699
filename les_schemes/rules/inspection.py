"""Looking through a JSON document for every fault in it, each named by its path."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar, cast

from les_schemes.rules.values import Wrong, shown

WHOLE_DOCUMENT = "$"

T = TypeVar("T")


class Fault(NamedTuple):
    """One thing wrong: ``practices[3].list_size`` and what is wrong with it."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class Faults(Exception):
    """A document refused whole; ``faults`` holds every fault that was found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


class RepeatingObject(dict[str, Any]):
    """A JSON object in which some keys stood more than once; the last value is kept."""

    repeated: list[str]


def read(text: str | bytes) -> object:
    """The JSON value in a text, which is UTF-8 where it comes as bytes.

    Raises ``Faults`` with the path ``$`` where it is not JSON. A key that stands twice in an
    object is kept in mind, for ``Inspection`` to name where it stands.
    """
    try:
        document = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(document, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise Faults(
            [Fault(WHOLE_DOCUMENT, f"is not UTF-8 text (at byte {error.start})")]
        ) from None
    except json.JSONDecodeError as error:
        raise Faults([Fault(WHOLE_DOCUMENT, f"is not JSON: {error}")]) from None
    except RecursionError:
        raise Faults([Fault(WHOLE_DOCUMENT, "is nested too deeply")]) from None
    except ValueError:
        # What remains is Python's own bound on the digits of a number.
        raise Faults([Fault(WHOLE_DOCUMENT, "holds a number that is too long")]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    repeating = RepeatingObject(values)
    times = Counter(key for key, _ in pairs)
    repeating.repeated = sorted(key for key in times if times[key] > 1)
    return repeating


class Inspection:
    """The faults found so far in one document."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path or WHOLE_DOCUMENT, message))

    def wrong(self, path: str, wrong: Wrong) -> None:
        """The faults of a value, each where it lies within the value."""
        for within, message in wrong.faults:
            self.fault(f"{path}{within}", message)

    def refuse_faulty(self) -> None:
        """Raise ``Faults`` if there are any."""
        if self.faults:
            raise Faults(self.faults)

    def object(self, value: object, path: str) -> "InspectedObject | None":
        """A value that must be an object, ready to be asked for its keys."""
        if isinstance(value, dict):
            return InspectedObject(self, value, path)
        self.fault(path, f"must be an object, not {shown(value)}")
        return None


def rows(value: object, read_row: "Callable[[InspectedObject], T]") -> tuple[T, ...]:
    """The objects of a list, read one by one; raises ``Wrong`` with every fault in them."""
    if not isinstance(value, list):
        raise Wrong(f"must be a list, not {shown(value)}")
    inspection = Inspection()
    read = []
    for position, item in enumerate(value):
        given = inspection.object(item, f"[{position}]")
        if given is not None:
            read.append(read_row(given))
            given.refuse_unknown_keys()
    if inspection.faults:
        raise Wrong(faults=inspection.faults)
    return tuple(read)


class InspectedObject:
    """One JSON object: hands out its values by key and notes what is wrong with them.

    A value with a fault comes out as ``None``. The whole document is then refused, so that it
    reaches nobody but the checks that compare one value with another.
    """

    def __init__(self, inspection: Inspection, values: dict[str, Any], path: str) -> None:
        self.inspection = inspection
        self.values = values
        self.path = path
        self.asked: list[str] = []
        if isinstance(values, RepeatingObject):
            for key in values.repeated:
                self.fault(key, "stands more than once")

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def path_to(self, key: str) -> str:
        """The path of a key; one that could not be read on its line is quoted."""
        written = key if key and key.isprintable() else json.dumps(key)
        return f"{self.path}.{written}" if self.path else written

    def fault(self, key: str, message: str) -> None:
        self.inspection.fault(self.path_to(key), message)

    def required(self, key: str, form: Callable[[object], T]) -> T:
        """The value of a key that must be there."""
        if key not in self.values:
            self._missing(key)
            return cast(T, None)
        return self.optional(key, form, otherwise=cast(T, None))

    def optional(self, key: str, form: Callable[[object], T], *, otherwise: T) -> T:
        """The value of a key that may be left out."""
        self.asked.append(key)
        if key not in self.values:
            return otherwise
        try:
            return form(self.values[key])
        except Wrong as wrong:
            self.inspection.wrong(self.path_to(key), wrong)
            return cast(T, None)

    def optional_object(self, key: str, *, nullable: bool = False) -> "InspectedObject | None":
        self.asked.append(key)
        if key not in self.values or (nullable and self.values[key] is None):
            return None
        return self.inspection.object(self.values[key], self.path_to(key))

    def required_object(self, key: str) -> "InspectedObject | None":
        if key not in self.values:
            self._missing(key)
            return None
        return self.optional_object(key)

    def items(self, key: str, form: Callable[[object], T]) -> tuple[T, ...]:
        """The values of a list that may be left out."""
        values = []
        for path, value in self._list(key):
            try:
                values.append(form(value))
            except Wrong as wrong:
                self.inspection.wrong(path, wrong)
        return tuple(values)

    def objects(self, key: str, *, required: bool = True) -> "Iterator[InspectedObject]":
        """The objects of a list, one after the other."""
        if required and key not in self.values:
            self._missing(key)
            return
        for path, value in self._list(key):
            item = self.inspection.object(value, path)
            if item is not None:
                yield item

    def refuse_unknown_keys(self) -> None:
        """To be called when every known key has been asked for."""
        for key in self.values:
            if key not in self.asked:
                self.fault(key, "is not a key of the contract here")

    def _list(self, key: str) -> Iterator[tuple[str, object]]:
        self.asked.append(key)
        values = self.values.get(key, [])
        if not isinstance(values, list):
            self.fault(key, f"must be a list, not {shown(values)}")
            return
        path = self.path_to(key)
        for position, value in enumerate(values):
            yield f"{path}[{position}]", value

    def _missing(self, key: str) -> None:
        self.asked.append(key)
        self.fault(key, "is missing")
