"""A GP's year-end statement: the one page on which it is given, its record, and the practice's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.lock_out import address_of
from les_schemes import declarations, permissions, statement_progress, statements
from les_schemes.actions import statements as actions
from les_schemes.actions.statements.giving import Declared
from les_schemes.forms import EmptyForm
from les_schemes.models import Declaration, YearEndStatement
from les_schemes.statement_forms import GiveStatementForm
from les_schemes.statement_hours import in_words
from les_schemes.statuses import STATEMENTS_TO_GIVE, StatementStatus
from les_schemes.views.sheet import SignUpPage
from les_schemes.workflow import STATEMENT
from localities.models import Person
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import Role


class StatementPage(Page):
    """The base of pages about one statement."""

    guard = SignedIn()
    statement: YearEndStatement

    def load(self) -> None:
        visible = YearEndStatement.objects.visible_to(self.actor).with_all()
        self.statement = self.find(visible, pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        sign_up = self.statement.sign_up
        return {
            "statement": self.statement,
            "sign_up": sign_up,
            "version": sign_up.version,
            "terms_of_statement": self.statement.terms,
            "practice": sign_up.provider,
            "person": self.statement.person,
            "elsewhere": statements.elsewhere(self.statement),
        }


class StatementActionPage(StatementPage, ActionPage):
    """The base of pages with one step of the workflow; out of its time it leads back."""

    step: str
    check: Any

    def load(self) -> None:
        super().load()
        type(self).check(self.actor, self.statement)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not STATEMENT.allows(self.statement.status, self.step):
            standing = self.statement.get_status_display().lower()
            messages.warning(request, f"That cannot be done now: the statement is {standing}.")
            return redirect(self.statement)
        return super().get(request, *args, **kwargs)

    def done(self, result: Any) -> YearEndStatement:
        return self.statement


class Statement(StatementPage):
    """Where a statement stands, what was declared, and what an officer may do with it."""

    template_name = "les_schemes/statement.html"

    def context(self) -> dict[str, Any]:
        statement = self.statement
        checks = permissions.can_check_statement(self.actor, statement)
        allows = {
            name: checks and STATEMENT.allows(statement.status, name)
            for name in ("accept", "query", "exempt", "ask_again")
        }
        given = list(
            statement.declarations.select_related("document", "shown").prefetch_related(
                "categories"
            )
        )
        last = given[-1] if given else None
        is_own = statement.person.pk == self.actor.person_id
        return {
            **super().context(),
            "asked": statements.asked_by(statement),
            "last": last,
            "hours": in_words(last.hours) if last else "",
            "hours_asked": in_words(
                last.hours_asked if last else statements.asked_by(statement).hours
            ),
            "categories": declarations.filled_in(last, list(last.categories.all())) if last else [],
            "earlier": given[:-1],
            "queries": statement.queries.all(),
            "allows": allows,
            "why_not_check": self._why_not_check(),
            "is_own": is_own,
            "may_give": is_own and STATEMENT.allows(statement.status, "give"),
            "why_not_give": why_not(permissions.check_can_give_statement, self.actor, statement),
            "exempted_by": _name(statement.exempted_by),
            "accepted_by": _name(statement.accepted_by),
        }

    def _why_not_check(self) -> str | None:
        """Told to officers alone: why this one may not check a statement that waits for it."""
        commissioner = self.statement.sign_up.commissioner_id
        if self.statement.status != StatementStatus.GIVEN or not self.actor.holds(
            Role.COMMISSIONER, in_organisation=commissioner
        ):
            return None
        return why_not(permissions.check_can_check_statement, self.actor, self.statement)


class StatementGive(StatementActionPage):
    """One link, one page: a GP says what time he or she gave, types a name, and it is sealed."""

    template_name = "les_schemes/statement/give.html"
    form_class = GiveStatementForm
    step = "give"
    check = staticmethod(permissions.check_can_give_statement)
    done_message = "Thank you: your statement is given and sealed."

    def load(self) -> None:
        super().load()
        self.asked = statements.asked_by(self.statement)
        self.shown = declarations.shown_to(self.statement, self.asked)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "texts": self.statement.sign_up.version.texts_in_force["statement_commitments"],
            "terms": self.statement.terms,
            "asked": self.asked,
            "shown_sha256": self.shown.sha256,
            "name": self.actor.name,
        }

    def context(self) -> dict[str, Any]:
        query = self.statement.queries.filter(answered_at__isnull=True).first()
        return {
            **super().context(),
            "asked": self.asked,
            "hours_asked": in_words(self.asked.hours),
            "hours_a_month": in_words(self.statement.terms.hours_a_month),
            "terms": self.shown,
            "query": query,
        }

    def act(self, form: GiveStatementForm) -> Declaration:
        asked = form.cleaned_data
        return actions.give(
            statement=self.statement,
            declared=Declared(
                hours=asked["hours"],
                categories=form.by_category,
                in_every_month=asked["in_every_month"],
                states_fewer=asked["states_fewer"],
                note=asked["note"],
                typed_name=asked["typed_name"],
                shown_sha256=form.was_shown,
                address=address_of(self.request) or None,
            ),
            by=self.actor,
        )


class _OfOnePractice(SignUpPage):
    """The statements of one practice: for its manager, and the commissioner's people."""

    def load(self) -> None:
        super().load()
        self.statements = list(
            YearEndStatement.objects.visible_to(self.actor)
            .filter(named_gp__sign_up=self.sign_up)
            .with_all()
            .with_last_declaration()
            .with_elsewhere()
        )

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "statements": self.statements,
            "to_give": self.to_give,
            "in_short": statement_progress.in_short(self.statements),
            "terms_of_statement": statements.terms_of(self.sign_up.version),
            "may_remind": permissions.can_remind(self.actor, self.sign_up),
        }

    @property
    def to_give(self) -> list[YearEndStatement]:
        return [one for one in self.statements if one.status in STATEMENTS_TO_GIVE]


class SignUpStatements(_OfOnePractice):
    """Who of a practice has given the statement, and who has not."""

    template_name = "les_schemes/statement/of_practice.html"

    def load(self) -> None:
        super().load()
        permissions.check_can_see_statements(self.actor, self.sign_up)


class SignUpStatementsRemind(_OfOnePractice, ActionPage):
    """The manager, or an officer, reminds the GPs of one practice."""

    template_name = "les_schemes/statement/remind_practice.html"
    form_class = EmptyForm
    done_message = "The GPs who have not given their statement have been reminded."

    def load(self) -> None:
        super().load()
        permissions.check_can_remind(self.actor, self.sign_up)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remind them", "cancel": self._address}

    @property
    def _address(self) -> str:
        return reverse("les_schemes:sign-up-statements", args=[self.sign_up.pk])

    def act(self, form: EmptyForm) -> int:
        return actions.remind(asked=self.to_give, by=self.actor)

    def done(self, result: int) -> str:
        return self._address


def _name(person_id: Any) -> str:
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return person.name if person else ""
