"""Monthly reports in the world that is walked: one being prepared, one with each who receives it.

The clock stands in April; what is sent is sent on a day in July.
"""

from datetime import date
from typing import TYPE_CHECKING

from les_schemes.actions import report_templates, reports
from les_schemes.models import MonthlyReport
from les_schemes.reports.columns import Standard
from les_schemes.reports.statuses import ReportStatus
from tests.reports import APRIL, NHS_NUMBER, on, report_at, workbook

if TYPE_CHECKING:
    from tests.integration.matrix.world import World

SENT, RECEIVED = date(2007, 5, 1), date(2007, 6, 1)
IN_JULY = date(2007, 7, 10)


def add_reports(world: "World") -> None:
    """A template agreed and one proposed; Riverside's April in hand, May and June sent."""
    version, people = world.things["scheme"], world.people
    for name in ("agreed template", "proposed template"):
        template = report_templates.propose(
            version=version, standard=Standard(), standards_in_words="", by=people["officer"]
        )
        if name == "agreed template":
            for lead in ("lead", "near_lead"):
                template = report_templates.agree(template=template, by=people[lead])
        world.put(name, template, version.pk, template.number)
    sign_up = world.things["accepted sheet"]
    code = sign_up.provider.code
    with on(IN_JULY):
        for name, month, status in (
            ("sent month", SENT, ReportStatus.WITH_LOCALITY),
            ("received month", RECEIVED, ReportStatus.WITH_COMMISSIONER),
        ):
            report = report_at(status, world.cast, sign_up=sign_up, month=month)
            world.put(name, report, version.pk, code, f"{month:%Y-%m}")
        world.put("sent revision", None, version.pk, code, f"{SENT:%Y-%m}", 1)
    report_at(ReportStatus.DRAFT, world.cast, sign_up=sign_up, month=APRIL)
    upload = reports.upload(
        sign_up=sign_up,
        month=APRIL,
        content=workbook(),
        name="april.xlsx",
        by=people["manager"],
    )
    april = f"{APRIL:%Y-%m}"
    world.put("own month", MonthlyReport.objects.get(month=APRIL), version.pk, code, april)
    world.put("own upload", upload, version.pk, code, april, upload.pk)
    world.put("far upload at home", upload, version.pk, code, f"{SENT:%Y-%m}", upload.pk)
    world.put("report file", upload.file)
    world.put("rows of own month", None, version.pk, code, april, "report.xlsx")
    world.put("unknown file of own month", None, version.pk, code, april, "other.xlsx")
    world.put("months of own practice", sign_up, version.pk, code)
    for name, sheet in (("near", "near sheet"), ("far", "far sheet")):
        provider = world.things[sheet].provider
        world.put(f"{name} month", None, version.pk, provider.code, april)
        world.put(f"months of {name} practice", None, version.pk, provider.code)
    reports.record_patient_data(
        sign_up=sign_up,
        month=APRIL,
        places=["row 2, Specialty", NHS_NUMBER],
        by_file=False,
        by=people["manager"],
    )
