"""Questions about report templates: who is asked, what one asks in words."""

from dataclasses import dataclass

from accounts.models import RoleHolding
from les_schemes.models import ReportTemplate, SchemeVersion, SignUp
from les_schemes.reports.columns import SECTIONS, Column, Form, Section, Use
from les_schemes.statuses import IN_FORCE
from localities.models import Locality
from pbc import clock
from pbc.roles import Role


def localities_to_ask(version: SchemeVersion) -> list[Locality]:
    """The localities with members in the scheme, of its lead commissioner, that have a lead."""
    joined = SignUp.objects.filter(
        version=version,
        status__in=IN_FORCE,
        commissioner=version.commissioner_id,
        locality__isnull=False,
    ).values("locality")
    led = (
        RoleHolding.objects.on(clock.today())
        .of(Role.LOCALITY_LEAD)
        .filter(organisation__in=joined, user__is_active=True)
        .values("organisation")
    )
    return list(Locality.objects.filter(pk__in=led).order_by("name"))


@dataclass(frozen=True)
class AskedColumn:
    """A column of a template in words, for its page."""

    section: Section
    column: Column
    use: Use
    words: tuple[str, ...]

    @property
    def use_in_words(self) -> str:
        return {
            Use.REQUIRED: "Required",
            Use.OPTIONAL: "May be left empty",
            Use.LEFT_OUT: "Not asked",
        }[self.use]

    @property
    def what(self) -> str:
        """How a cell is written."""
        if self.words:
            return f"One of: {', '.join(self.words)}"
        if self.column.form is Form.CHOICE:
            return f"One of: {', '.join(self.column.choices.values())}"
        return {
            Form.TEXT: "Words",
            Form.COUNT: "A whole number",
            Form.MONEY: "Pounds and pence",
        }[self.column.form]


def asked_columns(template: ReportTemplate) -> list[AskedColumn]:
    """Every column of both sections, also those left out."""
    standard = template.asks
    return [
        AskedColumn(
            section, column, standard.use(section, column), standard.words_for(section, column)
        )
        for section in SECTIONS.values()
        for column in section.columns
    ]
