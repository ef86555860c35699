"""What follows of a change of a practice for what it has agreed, told before it is recorded.

Localities know nothing of schemes: a room above registers here what it has to say.
"""

from collections.abc import Callable, Iterable

from localities.models import Organisation

Teller = Callable[[Organisation], Iterable[str]]

_of_moves: list[Teller] = []
_of_successions: list[Teller] = []


def tell_of_moves(teller: Teller) -> Teller:
    """Register what a change of locality brings; a second time changes nothing."""
    if teller not in _of_moves:
        _of_moves.append(teller)
    return teller


def tell_of_successions(teller: Teller) -> Teller:
    """Register what a merger, a split or a replacement brings."""
    if teller not in _of_successions:
        _of_successions.append(teller)
    return teller


def of_move(practice: Organisation) -> list[str]:
    """In sentences, for the page on which a practice is moved."""
    return [sentence for teller in _of_moves for sentence in teller(practice)]


def of_succession(organisation: Organisation) -> list[str]:
    """In sentences, for the page on which a successor is recorded."""
    return [sentence for teller in _of_successions for sentence in teller(organisation)]
