"""What is done to a scheme version."""

from les_schemes import permissions, telling
from les_schemes.models import SchemeVersion
from les_schemes.workflow import SCHEME
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor


@action
def open(*, version: SchemeVersion, by: Actor) -> SchemeVersion:  # noqa: A001
    """Open a draft for sign-up and invite the practices (NOT-01): it changes no more."""
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_open(by, version)
    step = SCHEME.step(version.status, "open")
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
        },
    )
    telling.invite(version)
    return version
