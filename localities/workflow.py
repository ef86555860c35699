"""What may happen to an import, as data."""

from localities.statuses import ImportStatus as S
from pbc.workflow import Transition, Workflow

IMPORT = Workflow(
    name="import",
    labels=dict(S.choices),
    transitions={
        (S.UPLOADED, "check"): Transition(S.CHECKED, "the system", "import.checked"),
        (S.UPLOADED, "give_up"): Transition(S.UNREADABLE, "the system", "import.unreadable"),
        (S.CHECKED, "confirm"): Transition(S.CONFIRMED, "who may import", "import.confirmed"),
        (S.CHECKED, "abandon"): Transition(S.ABANDONED, "who may import", "import.abandoned"),
        (S.CHECKED, "check_again"): Transition(S.UPLOADED, "who may import", "import.sent_back"),
        # After a fault of the machine; while a worker is at it the action refuses.
        (S.UPLOADED, "check_again"): Transition(S.UPLOADED, "who may import", "import.sent_back"),
        (S.CONFIRMED, "check_again"): Transition(S.UPLOADED, "who may import", "import.sent_back"),
        (S.CONFIRMED, "write"): Transition(S.WRITTEN, "the system", "import.written"),
        (S.CONFIRMED, "send_back"): Transition(S.CHECKED, "the system", "import.sent_back"),
    },
)
