"""A new scheme, and what its draft says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from les_schemes import permissions
from les_schemes.design import drafts
from les_schemes.design.deadlines import check_deadline
from les_schemes.loading import FRAMEWORK_KIND, LARGEST_FRAMEWORK
from les_schemes.models import Framework, Scheme, SchemeVersion
from les_schemes.rules.definition import scheme_readings
from localities.models import Commissioner
from pbc import clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.financial_year import FinancialYear
from pbc.refusals import BadInput


@dataclass(frozen=True)
class About:
    """What a draft says of itself besides its objectives; ``texts`` in the scheme file's form."""

    texts: Mapping[str, Any]
    last_day: date
    return_address: str
    return_email: str
    dated: str
    stakeholders: Sequence[str]
    review_on: date | None


@dataclass(frozen=True)
class FrameworkGiven:
    """The governance arrangements that signing accepts: a title, its date, the document."""

    title: str
    agreed: str
    file: UploadedFile


@action
def start(
    *,
    commissioner: Commissioner,
    code: str,
    title: str,
    financial_year: FinancialYear,
    last_day: date,
    framework: FrameworkGiven,
    return_address: str,
    return_email: str,
    by: Actor,
) -> SchemeVersion:
    """A new scheme of a commissioner: a draft without objectives, to be designed."""
    permissions.check_can_design_for(by, commissioner)
    if Scheme.objects.filter(code=code).exists():
        raise BadInput({"code": f"There is a scheme {code} already. Choose another short name."})
    check_deadline(last_day, financial_year)
    scheme = Scheme.objects.create(code=code, title=title)
    version = SchemeVersion.objects.create(
        scheme=scheme,
        commissioner=commissioner,
        financial_year_starts_in=financial_year.starts_in,
        rules="",
        terms={"sign_up_deadline": last_day.isoformat()},
        readings={reading.name: reading.default for reading in scheme_readings()},
        sign_up_deadline=clock.end_of_day(last_day),
        return_address=return_address,
        return_email=return_email,
        framework=_framework(framework, by),
        texts={"full_title": title},
    )
    drafts.record(
        version,
        by,
        "scheme.started",
        {
            "code": code,
            "title": title,
            "financial_year_starts_in": financial_year.starts_in,
            "last_day": last_day,
            "framework_sha256": version.framework.file.sha256,
        },
    )
    return version


@action
def describe(*, version: SchemeVersion, about: About, by: Actor) -> SchemeVersion:
    """Write what a draft says of itself."""
    held = drafts.locked(version, by)
    check_deadline(about.last_day, held.financial_year)
    before = _told(held)
    held.texts = {**held.texts, **about.texts}
    held.terms = {**held.terms, "sign_up_deadline": about.last_day.isoformat()}
    held.sign_up_deadline = clock.end_of_day(about.last_day)
    held.return_address = about.return_address
    held.return_email = about.return_email
    held.dated = about.dated
    held.stakeholders = list(about.stakeholders)
    held.review_on = about.review_on
    held.save()
    drafts.record(held, by, "scheme.described", _told(held), before)
    return held


def _framework(given: FrameworkGiven, by: Actor) -> Framework:
    stored = files.store(
        content=given.file,
        name=given.file.name or "",
        kind=FRAMEWORK_KIND,
        by=by,
        max_size=LARGEST_FRAMEWORK,
        allowed=[files.FileType.PDF],
    )
    return Framework.objects.create(title=given.title, agreed=given.agreed, file=stored)


def _told(version: SchemeVersion) -> dict[str, Any]:
    return {
        "texts": version.texts,
        "last_day": version.last_day,
        "return_address": version.return_address,
        "return_email": version.return_email,
        "dated": version.dated,
        "stakeholders": version.stakeholders,
        "review_on": version.review_on,
    }
