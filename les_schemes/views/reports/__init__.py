"""Pages of monthly reports and of their templates."""
