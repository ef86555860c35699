"""How far long work is."""

from typing import Any

from django.db.models import Q

from pbc.guards import SignedIn
from pbc.models import Job
from pbc.pages import Page
from pbc.roles import Role


class JobPage(Page):
    """The progress of a job, for whoever asked for it; administrators and auditors see all.

    The page asks for itself anew while the job is live: with htmx, and without by reloading.
    """

    guard = SignedIn()
    template_name = "pbc/job.html"

    def load(self) -> None:
        mine = Q(requested_by=self.actor.person_id)
        if self.actor.holds(Role.ADMINISTRATOR, Role.AUDITOR):
            mine = Q()
        self.job = self.find(Job.objects.filter(mine), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"job": self.job}
