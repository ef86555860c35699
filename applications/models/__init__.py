"""What is asked for, one module a concept."""

from applications.models.levels import (
    LEVELS,
    CriterionEvidence,
    LevelApplication,
    LevelAward,
    LevelCriterion,
)

__all__ = ["LEVELS", "CriterionEvidence", "LevelApplication", "LevelAward", "LevelCriterion"]
