"""The inbox: what a person was told, kept here whether or not e-mail reached them (NFR-12)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase

from pbc import inbox, tables
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page


class MessageTable(tables.Table):
    caption = "What you were told"
    columns = [
        tables.Column(
            "subject",
            "About",
            header=True,
            href=lambda message: message.get_absolute_url(),
        ),
        tables.DateColumn("at", "Sent", sort="at"),
        tables.StatusColumn(lambda message: "Read" if message.read_at else "Unread", "State"),
    ]
    default_sort = "-at"
    empty = "You have no messages yet."


class Messages(ActionPage):
    """One's own messages, newest first; sent, the page marks all of them as read."""

    guard = SignedIn()
    template_name = "pbc/messages.html"
    form_class = forms.Form
    done_message = "All messages are marked as read."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.table.export_format:
            return self.table.export()
        return self.show()

    def load(self) -> None:
        self.table = MessageTable(self.request, inbox.of(self.actor))

    def context(self) -> dict[str, Any]:
        return {"table": self.table, "unread": inbox.count_unread(self.actor)}

    def act(self, form: forms.Form) -> int:
        return inbox.read_all(by=self.actor)

    def done(self, result: int) -> str:
        return "pbc:messages"


class MessagePage(Page):
    """One message. Opening it marks it as read."""

    guard = SignedIn()
    template_name = "pbc/message.html"

    def load(self) -> None:
        self.message = self.find(inbox.of(self.actor), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        inbox.read(message=self.message, by=self.actor)
        return self.show(told=self.message)
