"""What the database refuses of money: an approved run stays as it was approved, in every row."""

from payments.models import Approval, Calculation, Line, ReviewCase, Run
from pbc import database_guards

SETTLED = (
    "EXISTS (SELECT 1 FROM payments_run r"
    " WHERE r.id = {row}.run_id AND r.status IN ('approved', 'paid'))"
)

for model in (Line, Calculation, ReviewCase):
    database_guards.refused(
        model,
        name="approved",
        operations=["INSERT", "UPDATE", "DELETE"],
        when=SETTLED,
        message="what was approved is never edited: the next run carries the difference",
    )
    database_guards.never_deleted(model)
    database_guards.refused(
        model,
        name="not_moved_there",
        operations=["UPDATE"],
        columns=("run_id",),
        when=SETTLED.format(row="NEW"),
        message="what was approved is never edited: nothing is added to it",
    )
database_guards.append_only(Approval)
database_guards.never_deleted(Run)
database_guards.refused(
    Run,
    name="approved",
    operations=["UPDATE"],
    columns=(
        "commissioner_id",
        "number",
        "pay_date",
        "requested_by",
        "requested_at",
        "prepared_at",
        "approved_at",
    ),
    when="{row}.status IN ('approved', 'paid')",
    message="what was approved is never edited: the next run carries the difference",
)
database_guards.refused(
    Run,
    name="not_undone",
    operations=["UPDATE"],
    columns=("status",),
    when="{row}.status IN ('paid', 'cancelled')",
    message="a paid or cancelled run stays so",
)
database_guards.refused(
    Run,
    name="starts_unapproved",
    operations=["INSERT"],
    when="{row}.status <> 'preparing'",
    message="a run begins by being prepared",
)
database_guards.refused(
    Run,
    name="approved_by_two",
    operations=["UPDATE"],
    columns=("status",),
    when="NEW.status IN ('approved', 'paid')"
    " AND (SELECT COUNT(*) FROM payments_approval a WHERE a.run_id = NEW.id) < 2",
    message="a run is approved by another person than its preparer",
)
database_guards.refused(
    Approval,
    name="prepared_by_its_preparer",
    operations=["INSERT"],
    when="{row}.stage = 'prepared' AND {row}.person_id <>"
    " (SELECT r.requested_by FROM payments_run r WHERE r.id = {row}.run_id)",
    message="a run is prepared by the person who asked for it",
)
