"""Mergers: who took whose place, when; nobody's place is taken twice, nor by itself."""

from les_schemes.rules.facts import Merger
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.values import day, shown, text


def mergers(root: InspectedObject, providers: frozenset[str] | None) -> tuple[Merger, ...]:
    """The mergers of a document; ``providers`` are the codes given, if all could be read."""
    read: list[Merger] = []
    successor_of: dict[str, str] = {}
    for item in root.objects("mergers", required=False):
        merger = Merger(
            item.items("predecessors", text),
            item.required("successor", text),
            item.required("on", day),
        )
        if item.values.get("predecessors", []) == []:
            item.fault("predecessors", "must name at least one provider")
        item.refuse_unknown_keys()
        if providers is not None:
            _check_known(item, merger, providers)
        for code in merger.predecessors:
            if code in successor_of:
                item.fault("predecessors", f"{shown(code)} has a successor already")
            successor_of[code] = merger.successor
        if merger.successor is not None and _comes_back(merger.successor, successor_of):
            item.fault("successor", f"{shown(merger.successor)} would come to succeed itself")
        read.append(merger)
    return tuple(read)


def _check_known(given: InspectedObject, merger: Merger, providers: frozenset[str]) -> None:
    for code in merger.predecessors:
        if code not in providers:
            given.fault("predecessors", f"{shown(code)} is not among the providers")
    if merger.successor is not None and merger.successor not in providers:
        given.fault("successor", f"{shown(merger.successor)} is not among the providers")


def _comes_back(code: str, successor_of: dict[str, str]) -> bool:
    """Whether the successors of a code lead back to it."""
    seen = {code}
    while (following := successor_of.get(code)) is not None:
        if following in seen:
            return True
        seen.add(following)
        code = following
    return False
