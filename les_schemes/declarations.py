"""What a GP declares at the year's end: the text shown, word for word, and the sealed document."""

from collections.abc import Sequence

from les_schemes.models import Declaration, DeclaredCategory, YearEndStatement
from les_schemes.statement_hours import in_words
from les_schemes.statements import Asked
from les_schemes.statuses import HoursTest
from les_schemes.terms_shown import Block, Terms
from pbc import documents
from pbc.actor import Actor
from pbc.models import SealedDocument

TEMPLATE = "les_schemes/documents/statement.html"
KIND = "year-end statement"

_HOW_MEASURED = {
    HoursTest.ANNUAL_EQUIVALENT: "in all, over the months in post",
    HoursTest.EACH_MONTH: "in every single month in post",
    HoursTest.WHOLE_TIME_EQUIVALENT: "in all, over the months in post, by the part of whole time",
}


def shown_to(statement: YearEndStatement, asked: Asked) -> Terms:
    """What the GP is shown, and its SHA-256; what he or she fills in is not part of it."""
    sign_up, terms = statement.sign_up, statement.terms
    version = sign_up.version
    year = version.financial_year
    return Terms(
        [
            Block(
                "Year-end statement",
                pairs=[
                    ("Scheme", f"{version}, version {version.number}"),
                    ("GP", statement.person.name),
                    ("Practice", f"{sign_up.provider.name} ({sign_up.provider.code})"),
                    ("Year", f"{year.first_day:%-d %B %Y} to {year.last_day:%-d %B %Y}"),
                    ("Whole months in post", str(asked.months)),
                    (
                        "Hours asked for",
                        f"{in_words(asked.hours)}: at least {in_words(terms.hours_a_month)} a "
                        f"month, {_HOW_MEASURED[HoursTest(terms.hours_test)]}",
                    ),
                ],
            ),
            Block(
                "Declaration",
                paragraphs=[
                    "For myself alone I declare that in this year, as a GP of this practice, I "
                    "dedicated to the work of the scheme the hours that I state, in terms of "
                    "those of these kinds that I tick:"
                ],
                numbered=version.texts_in_force["statement_commitments"],
                after=["Hours that I state here I state for no other practice."],
            ),
        ]
    )


def seal(
    declaration: Declaration, categories: Sequence[DeclaredCategory], *, by: Actor
) -> SealedDocument:
    """The declaration as a sealed PDF (DOC-05), in the transaction of the action that gives it."""
    statement = declaration.statement
    sign_up = statement.sign_up
    return documents.issue(
        template=TEMPLATE,
        context={
            "statement": statement,
            "declaration": declaration,
            "sign_up": sign_up,
            "version": sign_up.version,
            "year": sign_up.version.financial_year,
            "categories": filled_in(declaration, categories),
            "hours": in_words(declaration.hours),
            "hours_asked": in_words(declaration.hours_asked),
            "evidence_in_place": True,
            "shown": [declaration.shown],
        },
        title=f"{statement}, {sign_up.version}"[:200],
        kind=KIND,
        subject=statement,
        chain=sign_up.commissioner.audit_chain,
        evidence=[_evidence(declaration)],
        by=by,
        publisher=sign_up.commissioner.name,
    )


def filled_in(
    declaration: Declaration, categories: Sequence[DeclaredCategory]
) -> list[dict[str, object]]:
    """Every category of the scheme, whether it was ticked, and its hours in words if stated."""
    ticked = {category.number: category for category in categories}
    version = declaration.statement.sign_up.version.as_varied_on(declaration.signed_on)
    texts = version.texts["statement_commitments"]
    return [
        {"text": text, "ticked": number in ticked, "hours": _hours_of(ticked.get(number))}
        for number, text in enumerate(texts, start=1)
    ]


def _hours_of(category: DeclaredCategory | None) -> str:
    return in_words(category.hours) if category and category.hours is not None else ""


def _evidence(declaration: Declaration) -> documents.Evidence:
    statement = declaration.statement
    provider = statement.sign_up.provider
    return documents.Evidence(
        who=statement.person.name,
        what=f"Signed as “{declaration.name_as_signed}”: the year-end statement of "
        f"{statement.sign_up.version}",
        when=declaration.signed_when,
        capacity="GP",
        organisation=f"{provider.name} ({provider.code})",
        method="Typed name, signed in",
        shown_sha256=declaration.shown_id,
    )
