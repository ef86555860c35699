"""Version 1 of the contract: two schemes by name, translated into the facts of version 2."""
