from datetime import date, timedelta


class Dated:
    """Rows that hold from ``starts`` until the day before ``ends``."""

    ends: date | None

    @property
    def last_day(self) -> date | None:
        """The last day, as people and ODS give it; None while there is no end."""
        return None if self.ends is None else self.ends - timedelta(days=1)
