"""What is done to vary an open scheme, one module a stage: prepared, settled, acknowledged."""

from les_schemes.actions.variations.acknowledging import acknowledge, remind
from les_schemes.actions.variations.preparing import prepare
from les_schemes.actions.variations.settling import carry_out, decline, put_in_force

__all__ = ["acknowledge", "carry_out", "decline", "prepare", "put_in_force", "remind"]
