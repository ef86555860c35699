"""Who may provide a scheme, and how that was decided: tests, route, notice, standstill (SM-18)."""
