"""Who plays the month: each signs in at a browser of their own, with all that they need for it."""

from dataclasses import dataclass

from playwright.sync_api import Browser

from accounts import demonstration
from accounts.models import User
from tests.browser.visitor import PASSWORD, Visitor
from tests.cast import Cast
from tests.committee import Sitting


@dataclass
class People:
    """Everyone with a part, by what they do."""

    secretary: Visitor
    officer: Visitor
    chair: Visitor
    conflicted: Visitor
    lay: Visitor
    lead: Visitor
    northgate: Visitor
    millbrook: Visitor
    preparer: Visitor
    approver: Visitor
    administrator: Visitor
    auditor: Visitor
    observer: Visitor

    @property
    def all(self) -> list[Visitor]:
        return list(vars(self).values())


def everyone(browser: Browser, address: str, cast: Cast, committee: Sitting) -> People:
    """All of them signed in; the member called conflicted works at a practice of DacCom."""
    users = {
        "secretary": committee.secretary,
        "officer": cast.officer,
        "chair": committee.members["chair"],
        "conflicted": committee.members["clinician"],
        "lay": committee.members["lay"],
        "lead": cast.lead,
        "northgate": cast.northgate_manager,
        "millbrook": cast.millbrook_manager,
        "preparer": cast.preparer,
        "approver": cast.approver,
        "administrator": cast.administrator,
        "auditor": cast.auditor,
        "observer": cast.lmc_observer,
    }
    return People(**{part: signed_in(browser, address, user) for part, user in users.items()})


def signed_in(browser: Browser, address: str, user: User) -> Visitor:
    """A person of the cast, given a password and where needed a phone, signs in."""
    needs_second_factor = user.has_second_factor
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    if needs_second_factor:
        user.authenticator_set.all().delete()
        demonstration.give_second_factor(user)
    visitor = Visitor(browser, address, user.person.name, user.email)
    visitor.open("/sign-in/")
    visitor.give_password()
    if needs_second_factor:
        visitor.give_code(demonstration.current_code(user))
    visitor.heading("What waits on you")
    return visitor
