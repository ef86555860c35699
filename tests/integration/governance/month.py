"""How a month of the Committee is played by forms: every step a page asked for and a form sent."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from governance.models import AgendaItem, Decision, Letter, Matter, Meeting
from governance.statuses import Section
from les_schemes.models import SchemeVersion
from localities.models import Organisation
from payments.models import Run
from payments.statuses import RunStatus
from tests import pdf_ua
from tests.cast import Cast, sign_in, stand_on
from tests.committee import Sitting
from tests.integration.payments.county import do_jobs
from tests.pdf_text import words_of


@dataclass
class Month:
    """Who plays, and where they go: every step is a page asked for, then its form sent."""

    cast: Cast
    version: SchemeVersion
    committee: Sitting
    clients: dict[Any, Client] = field(default_factory=dict)

    @property
    def secretary(self) -> User:
        return self.committee.secretary

    def member(self, seat: str) -> User:
        return self.committee.members[seat]

    def _client(self, user: User) -> Client:
        return self.clients.setdefault(user.pk, sign_in(Client(), user))

    def read(self, user: User, address: str, *args: object) -> str:
        """The words of a page, which opens."""
        response = self._client(user).get(reverse(address, args=args))
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return " ".join(response.content.decode().split())

    def do(self, user: User, address: str, *args: object, **data: object) -> None:
        """Open a page and send its form, which leads on to a page that opens."""
        shown = re.search(r'name="shown" value="(\w+)"', self.read(user, address, *args))
        if shown is not None:
            data["shown"] = shown[1]
        url = reverse(address, args=args)
        response = self._client(user).post(url, data, follow=True)
        assert response.redirect_chain, response.content.decode()[-12_000:]
        assert response.status_code == 200, f"{address} leads to {response.status_code}"

    def refused(self, user: User, address: str, *args: object, **data: object) -> str:
        response = self._client(user).post(reverse(address, args=args), data)
        assert response.status_code == 422, response.status_code
        return " ".join(response.content.decode().split())

    def pdf(self, user: User, address: str, *args: object) -> str:
        """The words of a PDF file, which is accessible."""
        response = self._client(user).get(reverse(address, args=args))
        assert response["Content-Type"] == "application/pdf"
        pdf = b"".join(response) if response.streaming else response.content
        assert pdf_ua.faults(pdf) == []
        return words_of(pdf)

    def stand_on(self, day: date) -> None:
        """Another day: everyone signs in again."""
        stand_on(day)
        self.clients.clear()

    def here(self, *absent: str) -> dict[str, str]:
        return {
            str(user.person_id): "apologies" if seat in absent else "here"
            for seat, user in self.committee.members.items()
        }

    def hear(self, meeting: Meeting, title: str) -> AgendaItem:
        item = meeting.items.get(matter__title=title)
        self.do(self.secretary, "governance:item-hear", item.pk)
        return meeting.items.get(pk=item.pk)

    def decide(self, item: AgendaItem, **ruling: object) -> Decision:
        answers = {"outcome": "agreed", "reasons": "It is well shown.", "manner": "consensus"}
        self.do(self.secretary, "governance:item-decide", item.pk, **{**answers, **ruling})
        return Decision.objects.get(item=item)

    def standing(self, meeting: Meeting, section: Section) -> AgendaItem:
        item = meeting.items.get(section=section)
        self.do(self.secretary, "governance:item-hear", item.pk)
        return item

    def close_item(self, item: AgendaItem, text: str = "") -> None:
        self.do(self.secretary, "governance:item-close", item.pk, text=text)

    def note(self, title: str, *concerned: Organisation, private: bool = False) -> Matter:
        more = {"private": "on"} if private else {}
        self.do(
            self.cast.officer,
            "governance:note-new",
            self.cast.dacorum.code,
            title=title,
            summary=f"All there is to say of it: {title.lower()}.",
            concerned=[one.pk for one in concerned],
            **more,
        )
        return Matter.objects.get(title=title)

    def send_letter(self, decision: Decision, to: Organisation) -> Letter:
        preview = self.read(self.secretary, "governance:letter-preview", decision.pk, to.pk)
        assert "Write to the Committee" in preview
        self.do(self.secretary, "governance:letter-issue", decision.pk, to.pk)
        return decision.letters.get(organisation=to)

    def run_for(self, day: date) -> Run:
        """A run asked for on its page, prepared, approved by another and left to pay."""
        cast = self.cast
        check = reverse("payments:run-request")
        asked = {"commissioner": cast.dacorum.code, "pay_date": day.isoformat()}
        assert self._client(cast.preparer).post(check, asked).status_code == 302
        do_jobs()
        run = Run.objects.get(pay_date=day)
        self.do(cast.approver, "payments:run-approve", run.pk, digest=run.digest)
        run.refresh_from_db()
        assert run.status == RunStatus.APPROVED
        return run
