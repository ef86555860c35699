"""A variation for the world: the open scheme worded otherwise, asking each GP who signed."""

from typing import TYPE_CHECKING

from les_schemes import clauses
from les_schemes.actions import variations as actions
from les_schemes.models import Objective, SchemeVersion, StatementTerms
from les_schemes.statuses import SchemeStatus
from tests.cast import TODAY

if TYPE_CHECKING:
    from tests.integration.matrix.world import World


def add_variation(world: "World") -> None:
    """In force today, by a minute that is quoted; nobody has acknowledged it."""
    version = world.things["scheme"]
    draft = _copy_of(version)
    found = clauses.differences(version, draft)
    variation = actions.prepare(
        draft=draft,
        touches={difference.key: difference.touches for difference in found},
        in_force_from=TODAY,
        reason="Letters were read too late.",
        approval="PBC Governance Committee, 12 April 2007, item 6",
        by=world.people["officer"],
    )
    world.put("variation", variation)
    sheet = world.things["accepted sheet"]
    world.put("variation for the sheet", variation, variation.pk, sheet.pk)


def _copy_of(version: SchemeVersion) -> SchemeVersion:
    """A draft that differs from the open version in one commitment."""
    draft = SchemeVersion.objects.get(pk=version.pk)
    draft.pk, draft._state.adding, draft.number = None, True, 3
    draft.status, draft.opened_at, draft.opened_by = SchemeStatus.DRAFT, None, None
    draft.consulted_at = draft.consulted_by = None
    draft.approved_at, draft.approved_by, draft.approved_digest = None, None, ""
    draft.texts = {**draft.texts, "commitments": [*draft.texts["commitments"][:4], "Acting."]}
    draft.id = SchemeVersion._meta.pk.get_default()
    draft.save(force_insert=True)
    draft.partners.set(version.partners.all())
    objectives = list(Objective.objects.filter(version=version))
    for objective in objectives:
        objective.pk, objective.version = None, draft
    Objective.objects.bulk_create(objectives)
    terms = StatementTerms.objects.get(version=version)
    terms.pk, terms.version, terms._state.adding = None, draft, True
    terms.save()
    return draft
