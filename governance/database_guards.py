"""What the database refuses of decisions and what they stand on: change, loss, and the vote of a
conflicted member."""

from governance.models import (
    AppealStep,
    CommitteeMembership,
    Condition,
    Conflict,
    Decision,
    Letter,
    Matter,
    MatterPaper,
    MeetingMove,
    Publication,
    Ratification,
    TakingPart,
    Vote,
)
from pbc import database_guards

for model in (
    Decision,
    TakingPart,
    Ratification,
    Letter,
    AppealStep,
    Conflict,
    MatterPaper,
    MeetingMove,
    Publication,
):
    database_guards.append_only(model)
for kept in (Matter, Condition, CommitteeMembership):
    database_guards.never_deleted(kept)
database_guards.refused(
    Condition,
    name="as_set",
    operations=["UPDATE"],
    columns=(
        "decision_id",
        "text",
        "owner_id",
        "due",
        "organisation_id",
        "objective",
        "scheme_version",
    ),
    when="",
    message="a condition stays as the decision set it",
)
database_guards.refused(
    Condition,
    name="met",
    operations=["UPDATE"],
    when="{row}.discharged_at IS NOT NULL",
    message="a condition found met stays met",
)
_DECIDED = (
    "EXISTS (SELECT 1 FROM governance_decision d"
    " WHERE d.matter_id = {row}.%s AND d.outcome <> 'deferred')"
)
database_guards.refused(
    Matter,
    name="decided",
    operations=["UPDATE"],
    columns=("committee_id", "kind", "subject_type", "subject_id", "title", "summary", "private"),
    when=_DECIDED % "id",
    message="the matter is decided",
)
database_guards.refused(
    Matter.concerned.through,
    name="decided",
    operations=["INSERT", "UPDATE", "DELETE"],
    when=_DECIDED % "matter_id",
    message="the matter is decided",
)
database_guards.refused(
    Vote,
    name="not_conflicted",
    operations=["INSERT"],
    when="EXISTS (SELECT 1 FROM governance_conflict c"
    " WHERE c.item_id = {row}.item_id AND c.person_id = {row}.person_id)",
    message="a conflicted member does not vote",
)
database_guards.refused(
    Vote,
    name="decided",
    operations=["INSERT", "DELETE"],
    when="EXISTS (SELECT 1 FROM governance_decision d WHERE d.item_id = {row}.item_id)",
    message="the item is decided",
)
database_guards.refused(
    Vote,
    name="recast",
    operations=["UPDATE"],
    when="",
    message="a vote is taken back and cast again, never rewritten",
)
