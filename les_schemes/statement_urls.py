"""Addresses of year-end statements: the GP's page, the practice's, the commissioner's board."""

from django.urls import path

from les_schemes.views import statement_checks, statements

urlpatterns = [
    path("statements/<uuid:pk>/", statements.Statement.as_view(), name="statement"),
    path("statements/<uuid:pk>/give/", statements.StatementGive.as_view(), name="statement-give"),
    path(
        "statements/<uuid:pk>/accept/",
        statement_checks.StatementAccept.as_view(),
        name="statement-accept",
    ),
    path(
        "statements/<uuid:pk>/query/",
        statement_checks.StatementQueryView.as_view(),
        name="statement-query",
    ),
    path(
        "statements/<uuid:pk>/exempt/",
        statement_checks.StatementExempt.as_view(),
        name="statement-exempt",
    ),
    path(
        "statements/<uuid:pk>/ask-again/",
        statement_checks.StatementAskAgain.as_view(),
        name="statement-ask-again",
    ),
    path(
        "sign-ups/<uuid:pk>/statements/",
        statements.SignUpStatements.as_view(),
        name="sign-up-statements",
    ),
    path(
        "sign-ups/<uuid:pk>/statements/remind/",
        statements.SignUpStatementsRemind.as_view(),
        name="sign-up-statements-remind",
    ),
    path(
        "schemes/<uuid:pk>/statements/",
        statement_checks.SchemeStatements.as_view(),
        name="scheme-statements",
    ),
    path(
        "schemes/<uuid:pk>/statements/remind/",
        statement_checks.SchemeStatementsRemind.as_view(),
        name="scheme-statements-remind",
    ),
    path(
        "schemes/<uuid:pk>/statements/check/",
        statement_checks.SchemeStatementsCheck.as_view(),
        name="scheme-statements-check",
    ),
    path(
        "schemes/<uuid:pk>/statements/refer/",
        statement_checks.SchemeStatementsRefer.as_view(),
        name="scheme-statements-refer",
    ),
    path(
        "schemes/<uuid:pk>/statements/terms/",
        statement_checks.SchemeStatementTerms.as_view(),
        name="scheme-statement-terms",
    ),
]
