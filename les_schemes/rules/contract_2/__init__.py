"""Version 2 of the contract: objectives inline, each of a kind, and dated facts."""
