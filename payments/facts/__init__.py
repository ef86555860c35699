"""From what is held to the facts a run is worked out from, in a fixed number of queries.

The facts are a document of the calculation contract, so that anyone can re-perform a run; beside
it stand the *provenance* of each number and who is *left out*, wholly or in part, and why. There
is one module, and one function, for each kind of fact. What no page can enter yet
(``kinds.NOT_HELD``) is not invented: those keys stay empty, and the run says so.
"""

from payments.facts.gathering import (
    Gathered,
    gather,
    has_something_to_pay,
    versions_to_pay,
)

__all__ = ["Gathered", "gather", "has_something_to_pay", "versions_to_pay"]
