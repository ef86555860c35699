"""What is done to see what a scheme would cost before it opens."""

from les_schemes.actions.costing.running import accept_dry_run, make_dry_run
from les_schemes.actions.costing.trying import drop_trial, keep_trial, try_out

__all__ = ["accept_dry_run", "drop_trial", "keep_trial", "make_dry_run", "try_out"]
