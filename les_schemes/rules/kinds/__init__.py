"""Every kind of rule, by the name that a document gives it: one file or folder for each."""

from les_schemes.rules.kind import Kind
from les_schemes.rules.kinds.block import Block
from les_schemes.rules.kinds.information_fund import InformationFundKind
from les_schemes.rules.kinds.item_of_service.kind import ItemOfService
from les_schemes.rules.kinds.milestone import Milestones
from les_schemes.rules.kinds.operating_level.kind import OperatingLevel
from les_schemes.rules.kinds.per_patient import PerPatient
from les_schemes.rules.kinds.plan_and_achievement.achievement import Achievement
from les_schemes.rules.kinds.plan_and_achievement.plan import Plan
from les_schemes.rules.kinds.savings_split.kind import SavingsSplit
from les_schemes.rules.kinds.training_reimbursement import TrainingReimbursement

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PerPatient(),
        InformationFundKind(),
        OperatingLevel(),
        SavingsSplit(),
        Plan(),
        Achievement(),
        ItemOfService(),
        Block(),
        Milestones(),
        TrainingReimbursement(),
    )
}
