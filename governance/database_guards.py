"""What the database refuses of decisions: change, loss, and the vote of a conflicted member."""

from governance.models import (
    AppealStep,
    Conflict,
    Decision,
    Letter,
    Matter,
    Ratification,
    TakingPart,
    Vote,
)
from pbc import database_guards

for model in (Decision, TakingPart, Ratification, Letter, AppealStep, Conflict):
    database_guards.append_only(model)
database_guards.never_deleted(Matter)
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
    operations=["INSERT", "UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM governance_decision d WHERE d.item_id = {row}.item_id)",
    message="the item is decided",
)
