"""An approved version is opened for sign-up."""

from les_schemes import permissions, telling
from les_schemes.design import opening
from les_schemes.models import Scheme, SchemeVersion
from les_schemes.procurement import invitations
from les_schemes.workflow import SCHEME
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import NotNow


@action
def open(*, version: SchemeVersion, by: Actor) -> SchemeVersion:  # noqa: A001
    """Open an approved version for sign-up and invite the practices (NOT-01): it changes no more.

    A commissioner offers one version of a scheme for a year: each would pay its localities.
    """
    Scheme.objects.select_for_update().get(pk=version.scheme_id)
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_open(by, version)
    step = SCHEME.step(version.status, "open")
    _refuse_a_second(version)
    if why_not := opening.why_not_open(version):
        raise NotNow(why_not)
    version.status = step.to
    version.opened_at = clock.now()
    version.opened_by = by.person_id
    version.save(update_fields=["status", "opened_at", "opened_by"])
    audit.record(
        event=step.event,
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        after={
            "status": version.status,
            "terms": version.terms,
            "readings": version.readings,
            "framework_sha256": version.framework.file.sha256,
            "approved_digest": version.approved_digest,
        },
    )
    telling.invite(version)
    invitations.tell_the_invited(version)
    return version


def _refuse_a_second(version: SchemeVersion) -> None:
    for commissioner in (version.commissioner, *version.partners.all()):
        opened = (
            SchemeVersion.objects.offered()
            .offered_by(commissioner.pk)
            .filter(
                scheme=version.scheme_id,
                financial_year_starts_in=version.financial_year_starts_in,
            )
            .first()
        )
        if opened is not None:
            raise NotNow(
                f"{commissioner} offers version {opened.number} of {opened} already. Two versions "
                "for one year would pay twice."
            )
