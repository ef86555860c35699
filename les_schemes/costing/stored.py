"""What of a costing is kept: the assumptions with the version, and what a person tries out.

Assumptions on items are kept by the objective itself, so that they stay with it when it moves.
"""

from typing import Any

from les_schemes.costing.assumptions import Assumptions
from les_schemes.design.digest import digest_of
from les_schemes.models import CostAssumptions, CostTrial, SchemeVersion
from les_schemes.rules import SchemeDefinition, parse_definition
from pbc import clock
from pbc.actor import Actor


def assumptions_of(version: SchemeVersion) -> Assumptions:
    """What is assumed of the version; what is usual, where nobody has assumed anything."""
    held = CostAssumptions.objects.filter(version=version).first()
    if held is None:
        return Assumptions()
    numbers = {str(pk): str(number) for pk, number in _objectives(version)}
    items = {numbers[pk]: assumed for pk, assumed in held.assumed["items"].items() if pk in numbers}
    return Assumptions.from_data({**held.assumed, "items": items})


def written(version: SchemeVersion, assumptions: Assumptions) -> dict[str, Any]:
    """Assumptions as they are kept with a version."""
    data = assumptions.to_data()
    keys = {str(number): str(pk) for pk, number in _objectives(version)}
    return {
        **data,
        "items": {
            keys[number]: assumed for number, assumed in data["items"].items() if number in keys
        },
    }


def copy(before: SchemeVersion, after: SchemeVersion) -> None:
    """Begin a further version with what was assumed of the one before, objective by objective."""
    if CostAssumptions.objects.filter(version=before).exists():
        CostAssumptions.objects.create(
            version=after,
            assumed=written(after, assumptions_of(before)),
            written_at=clock.now(),
            written_by=None,
        )


def tried_by(actor: Actor, version: SchemeVersion) -> SchemeDefinition | None:
    """What the person is trying out on the version as it stands now, if anything."""
    if actor.person_id is None:
        return None
    trial = CostTrial.objects.filter(version=version, person=actor.person_id).first()
    if trial is None or trial.digest != digest_of(version):
        return None
    return parse_definition(trial.scheme)


def earlier(version: SchemeVersion) -> SchemeVersion | None:
    """The version that it follows; else the latest other of the scheme that was opened, if any."""
    if version.follows_id is not None:
        return version.follows
    opened = SchemeVersion.objects.filter(scheme=version.scheme_id, opened_at__isnull=False)
    others = opened.exclude(pk=version.pk).select_related("scheme")
    return others.order_by("-financial_year_starts_in", "-number").first()


def _objectives(version: SchemeVersion) -> Any:
    return version.objectives.values_list("pk", "number")
