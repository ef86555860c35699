"""From what is held to the facts a run is worked out from, in a fixed number of queries.

The facts are a document of the calculation contract, so that anyone can re-perform a run; beside
it stand the *provenance* of each number and who is *left out*, wholly or in part, and why. There
is one module, and one function, for each kind of fact. What no page can enter yet (outturn)
is not invented: those keys stay empty.
"""

from payments.facts.gathering import Gathered, gather, versions_to_pay

__all__ = ["Gathered", "gather", "versions_to_pay"]
