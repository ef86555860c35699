"""Year-end statements for the tests: a practice whose GPs are asked, and a statement given."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from les_schemes import declarations, statements
from les_schemes.actions import statements as actions
from les_schemes.actions.statements.giving import Declared
from les_schemes.models import Declaration, SignUp, YearEndStatement
from les_schemes.statuses import SignUpStatus
from pbc.actor import SYSTEM
from tests.cast import Cast, stand_on
from tests.factories import sign_up_at

OPENS = date(2008, 3, 1)
DUE = date(2008, 3, 31)
GRACE_ENDS = date(2008, 4, 30)
AFTER_GRACE = date(2008, 5, 1)


def asked(cast: Cast, **sheet: Any) -> SignUp:
    """Riverside's accepted sheet (or another's), its GPs asked on 1 March 2008."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, **sheet)
    stand_on(OPENS)
    actions.ask_all(by=SYSTEM)
    return sign_up


def of(user: User, sign_up: SignUp | None = None) -> YearEndStatement:
    """The one statement of a person, or that for a sheet."""
    found = YearEndStatement.objects.with_all().filter(named_gp__post__person=user.person)
    return found.get() if sign_up is None else found.get(named_gp__sign_up=sign_up)


def declared(user: User, statement: YearEndStatement, hours: object = 24, **more: Any) -> Declared:
    """What a GP fills in who gave 24 hours, in the first two kinds of work."""
    statement = YearEndStatement.objects.with_all().get(pk=statement.pk)
    shown = declarations.shown_to(statement, statements.asked_by(statement))
    return Declared(
        **{
            "hours": Decimal(str(hours)),
            "typed_name": f"{user.person.given_name} {user.person.family_name}",
            "shown_sha256": shown.sha256,
            "categories": {1: None, 2: None},
            "address": "192.0.2.7",
            **more,
        }
    )


def give(user: User, statement: YearEndStatement | None = None, **more: Any) -> Declaration:
    """A GP gives the statement that is asked for."""
    statement = statement or of(user)
    return actions.give(statement=statement, declared=declared(user, statement, **more), by=user)
