"""How far long work is."""

from typing import Any

from pbc import jobs
from pbc.guards import SignedIn
from pbc.pages import Page


class JobPage(Page):
    """The progress of a job, for whoever asked for it; administrators and auditors see
    those of the people of their commissioner.

    The page asks for itself anew while the job is live: with htmx, and without by reloading.
    """

    guard = SignedIn()
    template_name = "pbc/job.html"

    def load(self) -> None:
        self.job = self.find(jobs.visible_to(self.actor), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"job": self.job}
