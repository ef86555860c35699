"""The commissioner's side of year-end statements: the board and chase list, the sample, what is
missing, and what a draft asks for."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from les_schemes import permissions, statement_progress, statements
from les_schemes.actions import statements as actions
from les_schemes.forms import EmptyForm
from les_schemes.models import SchemeVersion, StatementQuery, StatementTerms, YearEndStatement
from les_schemes.statement_forms import (
    AskAgainForm,
    ExemptForm,
    ReferForm,
    StatementQueryForm,
    TermsForm,
)
from les_schemes.statuses import BEING_DESIGNED, STATEMENTS_TO_GIVE, StatementStatus
from les_schemes.views.schemes import versions_visible_to
from les_schemes.views.statements import StatementActionPage
from pbc import clock, tables
from pbc.financial_year import add_working_days
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.roles import Role

TO_GIVE = "to_give"


class StatementFilter(forms.Form):
    standing = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[("", "All"), (TO_GIVE, "Not given yet"), *statement_progress.STANDINGS.items()],
    )
    who = forms.CharField(label="GP, or practice name or code", required=False)
    locality = forms.CharField(label="Locality", required=False)

    def narrow(self, rows: "QuerySet[YearEndStatement]") -> "QuerySet[YearEndStatement]":
        standing, asked = self.cleaned_data["standing"], self.cleaned_data
        if standing == TO_GIVE:
            rows = rows.filter(status__in=STATEMENTS_TO_GIVE)
        elif standing == statement_progress.LATE:
            rows = rows.overdue(clock.today())  # type: ignore[attr-defined]
        elif standing:
            rows = rows.filter(status=standing)
        if asked["who"]:
            rows = rows.named_like(asked["who"])  # type: ignore[attr-defined]
        if asked["locality"]:
            rows = rows.filter(named_gp__sign_up__locality__name__icontains=asked["locality"])
        return rows


def _signed_on(row: Any) -> date | None:
    return row.signed_at.astimezone(clock.LONDON).date() if row.signed_at else None


class _StatementTable(tables.Table):
    columns = [
        tables.Column(
            "person.name",
            "GP",
            sort="named_gp__post__person__family_name",
            href=lambda row: row.get_absolute_url(),
            header=True,
        ),
        tables.Column(
            "sign_up.provider.name", "Practice", sort="named_gp__sign_up__provider__name"
        ),
        tables.Column(lambda row: row.sign_up.locality_joined, "Locality"),
        tables.StatusColumn(
            lambda row: "late" if row.is_overdue else StatementStatus(row.status), "Standing"
        ),
        tables.NumberColumn("hours", "Hours", sort="hours"),
        tables.NumberColumn("hours_asked", "Asked", sort="hours_asked"),
        tables.DateColumn(_signed_on, "Given", sort="signed_at"),
    ]
    default_sort = "named_gp__sign_up__provider__name"


class StatementTable(_StatementTable):
    """The board; narrowed to who has not given one, it is the chase list."""

    caption = "Every GP who owes a statement"
    columns = [
        *_StatementTable.columns,
        tables.Column(lambda row: "Yes" if row.is_elsewhere else "", "Elsewhere too"),
        tables.Column("sign_up.contact_number", "Practice’s number"),
    ]
    filters = StatementFilter
    empty = "No statement has been asked for yet."


class CheckTable(_StatementTable):
    """What an officer looks at."""

    caption = "To look at"
    columns = [
        *_StatementTable.columns,
        tables.Column(lambda row: "; ".join(row.looked_at_for), "Looked at for"),
    ]
    empty = "No statement waits for a look."


class _OfOneScheme(Page):
    """The base of pages about the statements of one scheme, of the actor's own commissioner."""

    guard = SignedIn()
    check: Any = staticmethod(permissions.check_can_see_statements_of)

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        type(self).check(self.actor, self.version)
        self.terms = statements.terms_of(self.version)

    def rows(self) -> "QuerySet[YearEndStatement]":
        return (
            YearEndStatement.objects.of(self.version)
            .filter(
                named_gp__sign_up__commissioner__in=self.actor.organisations(
                    Role.COMMISSIONER, Role.AUDITOR
                )
            )
            .with_all()
        )

    def full_rows(self) -> "QuerySet[YearEndStatement]":
        return self.rows().with_last_declaration().with_elsewhere()  # type: ignore[attr-defined]

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "terms_of_statement": self.terms}

    @property
    def board(self) -> str:
        return reverse("les_schemes:scheme-statements", args=[self.version.pk])


class _WorkOnOneScheme(_OfOneScheme, ActionPage):
    check = staticmethod(permissions.check_can_chase)

    def done(self, result: Any) -> str:
        return self.board


class SchemeStatements(_OfOneScheme):
    """The board: pictures of how far it has come, and every GP, to filter and take away."""

    template_name = "les_schemes/scheme/statements.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = StatementTable(request, self.full_rows())
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        all_of_them = list(self.rows())
        works = permissions.can_chase(self.actor, self.version)
        counts = {
            status: sum(one.status == status for one in all_of_them) for status in StatementStatus
        }
        return {
            **super().context(),
            "all": all_of_them,
            "in_short": statement_progress.in_short(all_of_them),
            "by_standing": statement_progress.chart_of_standings(all_of_them),
            "by_locality": statement_progress.chart_of_localities(all_of_them),
            "to_remind": works and sum(one.status in STATEMENTS_TO_GIVE for one in all_of_them),
            "to_check": works and counts[StatementStatus.GIVEN],
            "to_refer": works and counts[StatementStatus.MISSING],
            "today": clock.today(),
        }


class SchemeStatementsRemind(_WorkOnOneScheme):
    """An officer reminds every GP of the own commissioner who has not given one."""

    template_name = "les_schemes/scheme/statements_remind.html"
    form_class = EmptyForm
    done_message = "The GPs who have not given their statement have been reminded."

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remind them", "cancel": self.board}

    def _to_remind(self) -> "QuerySet[YearEndStatement]":
        return self.rows().filter(
            status__in=STATEMENTS_TO_GIVE,
            named_gp__sign_up__commissioner__in=self.actor.organisations(Role.COMMISSIONER),
        )

    def context(self) -> dict[str, Any]:
        return {**super().context(), "to_remind": self._to_remind().count()}

    def act(self, form: EmptyForm) -> int:
        return actions.remind(asked=self._to_remind(), by=self.actor)


class SchemeStatementsCheck(_WorkOnOneScheme):
    """The sample and what is unusual, to look at one by one; the rest is accepted at once."""

    template_name = "les_schemes/scheme/statements_check.html"
    form_class = EmptyForm
    done_message = "The statements with nothing unusual outside the sample are accepted."

    def load(self) -> None:
        super().load()
        self.to_look_at: list[YearEndStatement] = []
        self.others = 0
        percent = self.terms.sample_percent if self.terms is not None else 100
        for one in self.full_rows().filter(status=StatementStatus.GIVEN):
            found: list[str] = statements.unusual(one)
            if statements.is_sampled(one, percent):
                found.append("In the sample")
            if found:
                one.looked_at_for = found  # type: ignore[attr-defined]
                self.to_look_at.append(one)
            else:
                self.others += permissions.can_check_statement(self.actor, one)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": f"Accept the other {self.others}", "cancel": self.board}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = CheckTable(request, self.to_look_at)
        if table.export_format:
            return table.export()
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "table": CheckTable(self.request, self.to_look_at),
            "others": self.others,
        }

    def act(self, form: EmptyForm) -> int:
        return actions.accept_unsampled(version=self.version, by=self.actor)


class SchemeStatementsRefer(_WorkOnOneScheme):
    """What is missing goes before the Committee, a matter each."""

    template_name = "les_schemes/scheme/statements_refer.html"
    form_class = ReferForm
    done_message = "The missing statements wait for the Committee."

    def load(self) -> None:
        super().load()
        self.missing = [
            one
            for one in self.rows().filter(status=StatementStatus.MISSING)
            if permissions.can_check_statement(self.actor, one)
        ]

    def form_arguments(self) -> dict[str, Any]:
        return {"missing": self.missing, "cancel": self.board}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "missing": self.missing}

    def act(self, form: ReferForm) -> int:
        return actions.refer(
            missing=form.chosen, account=form.cleaned_data["account"], by=self.actor
        )


class SchemeStatementTerms(_WorkOnOneScheme):
    """What a draft asks of its GPs at the year's end (AMB-10, AMB-12)."""

    template_name = "les_schemes/scheme/statement_terms.html"
    form_class = TermsForm
    check = staticmethod(permissions.check_can_open)
    done_message = "What the scheme asks for at the year’s end is saved."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.version.status not in BEING_DESIGNED:
            return redirect(self.version)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"version": self.version, "held": self.terms}

    def act(self, form: TermsForm) -> StatementTerms | None:
        return actions.set_terms(version=self.version, terms=form.terms, by=self.actor)

    def done(self, result: StatementTerms | None) -> SchemeVersion:  # type: ignore[override]
        return self.version


class _CheckPage(StatementActionPage):
    check = staticmethod(permissions.check_can_check_statement)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.statement.get_absolute_url()}


class StatementAccept(_CheckPage):
    template_name = "les_schemes/statement/accept.html"
    form_class = EmptyForm
    step = "accept"
    done_message = "The statement is accepted."

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "submit_text": "Accept the statement"}

    def context(self) -> dict[str, Any]:
        last = self.statement.declarations.last()
        return {**super().context(), "last": last}

    def act(self, form: EmptyForm) -> YearEndStatement:
        return actions.accept(statement=self.statement, by=self.actor)


class StatementQueryView(_CheckPage):
    template_name = "les_schemes/statement/query.html"
    form_class = StatementQueryForm
    step = "query"
    done_message = "The GP has been asked."

    def context(self) -> dict[str, Any]:
        answer_by = add_working_days(clock.today(), actions.WORKING_DAYS_TO_ANSWER)
        return {**super().context(), "answer_by": answer_by}

    def act(self, form: StatementQueryForm) -> StatementQuery:
        return actions.query(
            statement=self.statement, reason=form.cleaned_data["reason"], by=self.actor
        )


class StatementExempt(_CheckPage):
    template_name = "les_schemes/statement/exempt.html"
    form_class = ExemptForm
    step = "exempt"
    done_message = "The GP owes no statement."

    def act(self, form: ExemptForm) -> YearEndStatement:
        return actions.exempt(statement=self.statement, by=self.actor, **form.cleaned_data)


class StatementAskAgain(_CheckPage):
    template_name = "les_schemes/statement/ask_again.html"
    form_class = AskAgainForm
    step = "ask_again"
    done_message = "The GP is asked for the statement."

    def act(self, form: AskAgainForm) -> YearEndStatement:
        return actions.ask_again(
            statement=self.statement, reason=form.cleaned_data["reason"], by=self.actor
        )
