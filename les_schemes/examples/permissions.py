"""Who may read the worked examples of a scheme; whoever designs it works them out."""

from les_schemes.models import SchemeVersion
from les_schemes.offered import offering
from pbc.actor import Actor
from pbc.permissions import allowed
from pbc.refusals import NotPermitted
from pbc.roles import Role


def check_can_see_examples(actor: Actor, version: SchemeVersion) -> None:
    """Officers and auditors of a commissioner that leads or shares the scheme."""
    if not offering(version) & actor.organisations(Role.COMMISSIONER, Role.AUDITOR):
        raise NotPermitted(
            "The worked examples are shown to the commissioners who offer the scheme."
        )


can_see_examples = allowed(check_can_see_examples)
