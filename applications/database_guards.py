"""What the database refuses of what is asked for."""

from applications.models import LevelApplication, LevelAward
from pbc import database_guards

database_guards.append_only(LevelAward)
database_guards.refused(
    LevelApplication,
    name="submitted",
    operations=["DELETE"],
    when="{row}.submitted_at IS NOT NULL",
    message="a submitted application is never deleted",
)
