"""Operating levels: the board, applications and criteria (section L, "Apply level")."""

from applications import levels
from tests.integration.matrix.rows import form, page
from tests.integration.matrix.world import World

# Their work has nothing to do with levels: no address of them is theirs.
NO_LEVELS = "lmc administrator far_lmc far_administrator pharmacists"
OF_THE_COMMISSIONER = "officer preparer approver secretary member auditor"
OWN = f"manager gp lead {OF_THE_COMMISSIONER}"
FAR = " ".join(f"far_{name}" for name in OWN.split())
# Both commissioners share the scheme, and so its Framework and its criteria.
WHOEVER_SEES_LEVELS = " ".join(["everyone", *(f"-{name}" for name in NO_LEVELS.split())])

# An auditor here who has every role elsewhere sees no draft: only its locality and its lead do.
UNSEEN = {"GET two_hats": 404, "POST two_hats": 404}


def _findings(world: World) -> dict[str, str]:
    asked = levels.criteria(world.things["scheme"], 2)
    return {**{f"met_{criterion.pk}": "yes" for criterion in asked}, "recommends": "yes"}


ROWS = [
    page(
        "applications:levels",
        may=WHOEVER_SEES_LEVELS,
        why=NO_LEVELS,
    ),
    page("applications:level-locality", "locality", may=OWN, why=NO_LEVELS),
    page("applications:level-locality", "far locality", may=FAR, why=NO_LEVELS),
    page("applications:level-criteria", "scheme", may=WHOEVER_SEES_LEVELS, why=NO_LEVELS),
    page("applications:level-criteria", "draft scheme", may="", why=NO_LEVELS, odd=UNSEEN),
    form(
        "applications:level-criteria-enter",
        "criteria of level 2",
        may="officer",
        why="everyone -officer",
        data={"row_1": "Every practice takes part"},
    ),
    # An application is under way: whoever may is led back and told so.
    form(
        "applications:level-start",
        "locality",
        may="lead",
        why=f"{OWN} -lead {NO_LEVELS}",
        data={"level": "2"},
        get=302,
        post=422,
    ),
    form(
        "applications:level-propose-lower",
        "locality",
        may="officer",
        why=f"{OWN} -officer {NO_LEVELS}",
        data={"level": "1", "case": "It met no more."},
        get=302,
        post=422,
    ),
    page("applications:level-application", "submitted application", may=OWN, why=NO_LEVELS),
    page(
        "applications:level-application",
        "draft application",
        may="near_lead",
        why=NO_LEVELS,
        odd=UNSEEN,
    ),
    form(
        "applications:level-case",
        "draft application",
        may="near_lead",
        why=NO_LEVELS,
        data={"case": "We have met each month."},
        odd=UNSEEN,
    ),
    form(
        "applications:level-give-evidence",
        "criterion of the draft",
        may="near_lead",
        why=NO_LEVELS,
        data={"text": "The register shows it."},
        odd=UNSEEN,
    ),
    form(
        "applications:level-submit", "draft application", may="near_lead", why=NO_LEVELS, odd=UNSEEN
    ),
    form(
        "applications:level-review",
        "submitted application",
        may="officer",
        why=f"{OWN} -officer {NO_LEVELS}",
        data=_findings,
    ),
    form(
        "applications:level-withdraw",
        "submitted application",
        may="lead",
        why=f"{OWN} -lead {NO_LEVELS}",
        data={"reason": "Too early."},
    ),
]
