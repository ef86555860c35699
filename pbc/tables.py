"""Tables that people can sort, filter, page and take away as a file.

A table is declared once (columns, filters, order) and given a queryset or a list. Sorting, filters
and pages are in the query string, so every view of a table has an address and needs no script.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import chain, islice
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from pbc import exports, money
from pbc.nhsuk import bridge, colours

Accessor = str | Callable[[Any], Any]
EXPORTS = ("csv", "xlsx")
MISSING = "–"


def read(row: Any, accessor: Accessor) -> Any:
    """The value of a row at an attribute path (``practice.name``), a key, or by a callable."""
    if callable(accessor):
        return accessor(row)
    value = row
    for step in accessor.replace("__", ".").split("."):
        value = value.get(step) if isinstance(value, dict) else getattr(value, step, None)
        if value is None:
            return None
    return value() if callable(value) else value


class Column:
    """A column of text.

    ``sort`` is the field to order by (True: the accessor itself). ``href`` gives a cell's link,
    ``text`` its words on the screen. ``header`` marks the column that names the row. ``total``
    sums the column under the table (True: over the accessor, or the field to sum).
    """

    numeric = False

    def __init__(
        self,
        accessor: Accessor,
        heading: str,
        *,
        sort: str | bool = "",
        href: Callable[[Any], str | None] | None = None,
        text: Callable[[Any], Any] | None = None,
        header: bool = False,
        total: str | bool = False,
        export: bool = True,
        screen: bool = True,
    ) -> None:
        self.accessor, self.heading = accessor, heading
        path = accessor.replace(".", "__") if isinstance(accessor, str) else ""
        self.sort = path if sort is True else (sort or "")
        self.sum_of = path if total is True else (total or "")
        self.href, self.text, self.header = href, text, header
        self.export, self.screen = export, screen

    @property
    def key(self) -> str:
        """The column's name in the query string."""
        return (self.sort or slugify(self.heading)).replace(".", "__")

    def value(self, row: Any) -> Any:
        return read(row, self.accessor)

    def shown(self, row: Any) -> Any:
        """The cell's content: text, or a SafeString."""
        if self.text is not None:
            return self.text(row)
        return self.words(self.value(row))

    def words(self, value: Any) -> Any:
        """A value in words for the screen."""
        if value is None or value == "":
            return MISSING
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return value

    def cell(self, row: Any) -> SafeString:
        """The cell as HTML, with its link if it has one."""
        content = self.shown(row)
        link = self.href(row) if self.href else None
        if link:
            return format_html('<a class="nhsuk-link" href="{}">{}</a>', link, content)
        return conditional_escape(content)

    def exported(self, row: Any) -> Any:
        """The typed value for a file."""
        value = self.value(row)
        if hasattr(value, "label") and hasattr(value, "value"):
            return value.label
        return value


class NumberColumn(Column):
    """Whole or broken numbers, to the right and with thousands marked."""

    numeric = True

    def words(self, value: Any) -> Any:
        return MISSING if value is None else f"{value:,}"


class MoneyColumn(NumberColumn):
    """Whole pence, shown as pounds; ``why`` gives the address of how the amount came about."""

    def __init__(
        self,
        accessor: Accessor,
        heading: str,
        *,
        why: Callable[[Any], str | None] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(accessor, heading, **more)
        self.why = why

    def words(self, value: Any) -> Any:
        return MISSING if value is None else money.pounds(value)

    def cell(self, row: Any) -> SafeString:
        link = self.why(row) if self.why else None
        if not link:
            return super().cell(row)
        return format_html(
            '<a class="nhsuk-link app-money" href="{}">{}'
            '<span class="nhsuk-u-visually-hidden">: why this amount</span></a>',
            link,
            self.shown(row),
        )

    def exported(self, row: Any) -> Any:
        value = self.value(row)
        return None if value is None else exports.Pence(value)


class DateColumn(Column):
    """Dates as 30 April 2007, moments with their time."""

    def words(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j F Y, H:i")
        if isinstance(value, date):
            return date_format(value, "j F Y")
        return MISSING


class StatusColumn(Column):
    """A status as a tag. Words come from the row's ``get_…_display`` if it has one."""

    def _words_of(self, row: Any) -> str:
        value = self.value(row)
        if hasattr(value, "label"):
            return str(value.label)
        if isinstance(self.accessor, str):
            *path, last = self.accessor.replace("__", ".").split(".")
            owner = read(row, ".".join(path)) if path else row
            display = getattr(owner, f"get_{last}_display", None)
            if display is not None:
                return str(display())
        words = str(value or "").replace("_", " ")
        return words[:1].upper() + words[1:]

    def cell(self, row: Any) -> SafeString:
        words = self._words_of(row)
        if not words:
            return SafeString(MISSING)
        value = str(getattr(self.value(row), "value", self.value(row)))
        colour = colours.colour_of(value) or colours.colour_of(words) or "grey"
        return bridge.render("tag", text=words, colour=colour, classes="app-tag")

    def exported(self, row: Any) -> Any:
        return self._words_of(row)


class Table:
    """A table of one kind of row; see docs/interface.md for how to declare and show one."""

    caption: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[type[forms.Form] | None] = None
    default_sort: ClassVar[str] = ""
    empty: ClassVar[str] = "There is nothing to show yet."
    none_match: ClassVar[str] = "Nothing matches these filters."
    per_page: ClassVar[int] = 50
    prefix: ClassVar[str] = ""
    exports: ClassVar[Sequence[str]] = EXPORTS
    exports_totals: ClassVar[bool] = False
    """Whether a file ends with the row of totals."""
    caption_size: ClassVar[str] = "m"

    def __init__(self, request: HttpRequest, rows: Any, **context: Any) -> None:
        self.request, self.given, self.context = request, rows, context

    # What the query string asks for

    def parameter(self, name: str) -> str:
        """The name of one of this table's parameters in the query string."""
        return f"{self.prefix}-{name}" if self.prefix else name

    def _asked(self, name: str) -> str:
        return self.request.GET.get(self.parameter(name), "")

    def _address(self, **changes: str | None) -> str:
        query = self.request.GET.copy()
        query.pop(self.parameter("export"), None)
        for name, value in changes.items():
            if value is None:
                query.pop(self.parameter(name), None)
            else:
                query[self.parameter(name)] = value
        return f"?{query.urlencode()}" if query else self.request.path

    @cached_property
    def id(self) -> str:
        return f"table-{self.prefix or slugify(self.caption) or 'rows'}"

    @cached_property
    def sort(self) -> str:
        """The order asked for, if a column offers it: ``name`` or ``-name``."""
        asked = self._asked("sort")
        offered = {column.key for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in offered else self.default_sort

    @property
    def export_format(self) -> str:
        """``csv`` or ``xlsx`` when the address asks for a file, else empty."""
        asked = self._asked("export")
        return asked if asked in self.exports else ""

    # Rows

    def make_filters(self) -> forms.Form | None:
        """The filter form, filled from the query string. Override to give it choices."""
        return self.filters(self.request.GET) if self.filters else None

    @cached_property
    def filter_form(self) -> forms.Form | None:
        return self.make_filters()

    @cached_property
    def is_filtered(self) -> bool:
        form = self.filter_form
        return form is not None and any(
            self.request.GET.get(name) for name in (form.add_prefix(name) for name in form.fields)
        )

    @cached_property
    def rows(self) -> Any:
        """All rows shown, over all pages: filtered and in order."""
        rows = self.given
        form = self.filter_form
        if form is not None and form.is_valid():
            rows = form.narrow(rows)  # type: ignore[attr-defined]
        return self._in_order(rows)

    def _in_order(self, rows: Any) -> Any:
        if not self.sort:
            return rows
        falling = self.sort.startswith("-")
        field = self.sort.removeprefix("-")
        field = next((column.sort for column in self.columns if column.key == field), field)
        if isinstance(rows, QuerySet):
            by = F(field.replace(".", "__"))
            ordered = by.desc(nulls_last=True) if falling else by.asc(nulls_last=True)
            return rows.order_by(ordered, "pk")

        def value(row: Any) -> Any:
            found = read(row, field)
            return found.casefold() if isinstance(found, str) else found

        held = sorted((row for row in rows if value(row) is not None), key=value, reverse=falling)
        return held + [row for row in rows if value(row) is None]

    @cached_property
    def page(self) -> Page:
        return Paginator(self.rows, self.per_page).get_page(self._asked("page") or 1)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    # What the template shows

    @property
    def shown_columns(self) -> list[Column]:
        return [column for column in self.columns if column.screen]

    @property
    def headings(self) -> list[dict[str, Any]]:
        """Each heading: text, numeric, and for a sortable one its address and present order."""
        headings = []
        for column in self.shown_columns:
            heading: dict[str, Any] = {"text": column.heading, "numeric": column.numeric}
            if column.sort:
                rising, falling = self.sort == column.key, self.sort == f"-{column.key}"
                heading["order"] = "ascending" if rising else "descending" if falling else "none"
                heading["href"] = self._address(
                    sort=f"-{column.key}" if rising else column.key, page=None
                )
            headings.append(heading)
        return headings

    @property
    def body(self) -> list[list[dict[str, Any]]]:
        """The cells of this page's rows."""
        columns = self.shown_columns
        return [
            [
                {
                    "html": column.cell(row),
                    "numeric": column.numeric,
                    "header": column.header,
                    "heading": column.heading,
                }
                for column in columns
            ]
            for row in self.page.object_list
        ]

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Column heading → sum over all rows shown, for the columns that are totalled."""
        totalled = [column for column in self.columns if column.sum_of]
        if not totalled:
            return {}
        if isinstance(self.rows, QuerySet):
            sums = self.rows.order_by().aggregate(
                **{f"sum_{i}": Sum(column.sum_of) for i, column in enumerate(totalled)}
            )
            values = [sums[f"sum_{i}"] or 0 for i in range(len(totalled))]
        else:
            values = [
                sum(read(row, column.sum_of) or 0 for row in self.rows) for column in totalled
            ]
        return {column.heading: value for column, value in zip(totalled, values, strict=True)}

    @property
    def footer(self) -> list[dict[str, Any]]:
        """The row of totals, or nothing."""
        if not self.totals:
            return []
        cells: list[dict[str, Any]] = []
        for position, column in enumerate(self.shown_columns):
            words = (
                column.words(self.totals[column.heading]) if column.heading in self.totals else ""
            )
            cells.append(
                {
                    "html": conditional_escape(words or ("Total" if position == 0 else "")),
                    "numeric": column.numeric,
                    "heading": column.heading,
                    "header": position == 0,
                }
            )
        return cells

    @property
    def sortings(self) -> list[dict[str, Any]]:
        """The ways to sort, for narrow screens where the headings are not shown."""
        return [
            {"value": value, "text": f"{column.heading} ({words})", "selected": self.sort == value}
            for column in self.shown_columns
            if column.sort
            for value, words in (
                (column.key, "lowest first" if column.numeric else "first to last"),
                (f"-{column.key}", "highest first" if column.numeric else "last to first"),
            )
        ]

    @property
    def pagination(self) -> dict[str, Any] | None:
        """Parameters of the pagination component, or None when all fits on a page."""
        paginator = self.page.paginator
        if paginator.num_pages < 2:
            return None
        items: list[dict[str, Any]] = []
        for number in paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1):
            if not isinstance(number, int):  # the gap between pages
                items.append({"ellipsis": True})
            else:
                items.append(
                    {
                        "number": number,
                        "href": self._address(page=str(number)),
                        "current": number == self.page.number,
                    }
                )
        result: dict[str, Any] = {"items": items, "aria_label": f"Pages of {self.caption.lower()}"}
        if self.page.has_previous():
            result["previous"] = {"href": self._address(page=str(self.page.number - 1))}
        if self.page.has_next():
            result["next"] = {"href": self._address(page=str(self.page.number + 1))}
        return result

    @property
    def export_links(self) -> list[dict[str, str]]:
        if not self.count:
            return []
        names = {"csv": "CSV", "xlsx": "Excel"}
        return [{"text": names[kind], "href": self._export_address(kind)} for kind in self.exports]

    def _export_address(self, kind: str) -> str:
        query = self.request.GET.copy()
        query.pop(self.parameter("page"), None)
        query[self.parameter("export")] = kind
        return f"?{query.urlencode()}"

    def _parameters_without(self, *names: str) -> list[tuple[str, str]]:
        dropped = {self.parameter("page"), self.parameter("export"), *names}
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in dropped
            for value in values
        ]

    @property
    def _filter_names(self) -> list[str]:
        form = self.filter_form
        return [form.add_prefix(name) for name in form.fields] if form else []

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """What the filter form carries along: everything asked for but its own fields."""
        return self._parameters_without(*self._filter_names)

    @property
    def kept_by_sort(self) -> list[tuple[str, str]]:
        """What the sorting form carries along."""
        return self._parameters_without(self.parameter("sort"))

    @property
    def sort_parameter(self) -> str:
        return self.parameter("sort")

    @property
    def cleared_address(self) -> str:
        """The address of the table without its filters."""
        kept = QueryDict(mutable=True)
        for name, value in self.kept_by_filters:
            kept.appendlist(name, value)
        return f"?{kept.urlencode()}" if kept else self.request.path

    # Files

    def export(self) -> HttpResponse:
        """The file asked for: all that is shown, over all pages."""
        columns = [column for column in self.columns if column.export]
        header = [column.heading for column in columns]
        rows = self.rows.iterator(chunk_size=2000) if isinstance(self.rows, QuerySet) else self.rows
        values: Iterable[list[Any]] = ([column.exported(row) for column in columns] for row in rows)
        if self.exports_totals and self.totals:
            values = chain(values, [self._exported_totals(columns)])
        name = slugify(self.caption) or "table"
        if self.export_format == "xlsx":
            return exports.xlsx_response(name, header, values, sheet=self.caption)
        return exports.csv_response(name, header, values)

    def _exported_totals(self, columns: Sequence[Column]) -> list[Any]:
        cells: list[Any] = []
        for position, column in enumerate(columns):
            total = self.totals.get(column.heading)
            if total is not None and isinstance(column, MoneyColumn):
                total = exports.Pence(total)
            cells.append("Total" if total is None and position == 0 else total)
        return cells


def first_rows(table: Table, number: int) -> list[Any]:
    """The first few rows of a table, for a short version on another page."""
    return list(islice(table.rows, number))
