"""What is asked for, one module a concept."""

from applications.models.levels import (
    CriterionEvidence,
    LevelApplication,
    LevelAward,
    LevelCriterion,
)

__all__ = ["CriterionEvidence", "LevelApplication", "LevelAward", "LevelCriterion"]
