"""Template tags of the face: the NHS.UK components, and the pieces of page this project repeats."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pbc import clock, money
from pbc.charts import BarChart, GridChart
from pbc.nhsuk import bridge, colours, errors, parts
from pbc.nhsuk.questions import Drawing, draw
from pbc.tables import Table, read

register = template.Library()

_ROWS = "nhsuk_summary_rows"


@register.simple_tag
def nhsuk(component: str, **parameters: Any) -> SafeString:
    """``{% nhsuk "button" text="Save" %}``: a component by its name in snake_case."""
    return bridge.render(component, **parameters)


@register.simple_block_tag
def nhsukblock(content: SafeString, component: str, **parameters: Any) -> SafeString:
    """``{% nhsukblock "inset_text" %}…{% endnhsukblock %}``: a component around HTML."""
    return bridge.render_block(component, content, **parameters)


@register.simple_tag(takes_context=True)
def draw_question(context: Context, field: BoundField) -> SafeString:
    """One form field, as the crispy pack draws it."""
    form = field.form
    if hasattr(form, "rendered_fields"):
        form.rendered_fields.add(field.name)
    return draw(field, Drawing(mark_optional=context.get("form_method") != "get"))


@register.simple_tag
def filter_question(field: BoundField) -> SafeString:
    """One field of a table's filters."""
    return draw(field, Drawing(mark_optional=False, small=True))


def _forms_of(context: Context) -> list[Any]:
    found = [context.get("form"), context.get("formset"), *(context.get("forms") or [])]
    return [form for form in found if hasattr(form, "is_bound")]


@register.simple_tag(takes_context=True)
def page_errors(context: Context) -> SafeString:
    """The error summary of every form of the page; base.html places it."""
    return errors.summary(_forms_of(context))


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """What comes before the title of a page that refused a form."""
    return "Error: " if errors.has_errors(_forms_of(context)) else ""


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """The error summary of these forms or formsets, with a link to each field."""
    return errors.summary(form for form in forms if form is not None and form != "")


@register.simple_tag
def breadcrumbs(*texts_and_links: Any) -> SafeString:
    """``{% breadcrumbs "Practices" url practice url2 %}``: the way here from the home page."""
    pairs = zip(texts_and_links[::2], texts_and_links[1::2], strict=True)
    items = [{"text": "Home", "href": "/"}]
    items += [{"text": text, "href": link} for text, link in pairs]
    return bridge.render("breadcrumb", items=items)


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """A link one step back, for a page within a journey."""
    link = bridge.render("back_link", href=href, text=text)
    return format_html('<nav class="app-back" aria-label="{}">{}</nav>', text, link)


@register.simple_tag
def status_tag(status: Any, text: str = "", colour: str = "") -> SafeString:
    """A status in words, with its colour. Takes an enum's member, its value, or the object."""
    shown, value = _status_words(status)
    shown = text or shown
    if not shown:
        return SafeString("")
    chosen = colour or colours.colour_of(value) or colours.colour_of(shown) or "grey"
    return bridge.render("tag", text=shown, colour=chosen, classes="app-tag")


def _status_words(status: Any) -> tuple[str, str]:
    """What to show, and the value the colour hangs on."""
    if hasattr(status, "get_status_display"):
        return str(status.get_status_display()), str(status.status)
    if hasattr(status, "label") and hasattr(status, "value"):
        return str(status.label), str(status.value)
    value = str(status or "")
    words = value.replace("_", " ").strip() if value.islower() else value
    return words[:1].upper() + words[1:], value


@register.simple_tag
def waiting_on(who: Any, since: date | datetime | None = None) -> SafeString:
    """Who the thing waits on, and since when by the domain clock."""
    if since is None:
        return format_html('<span class="app-waiting">Waiting on <b>{}</b></span>', who)
    day = timezone.localtime(since).date() if isinstance(since, datetime) else since
    days = (clock.today() - day).days
    length = "today" if days == 0 else "1 day" if days == 1 else f"{days:,} days"
    return format_html(
        '<span class="app-waiting">Waiting on <b>{}</b> since '
        '<time datetime="{}">{}</time>{}</span>',
        who,
        day.isoformat(),
        date_format(day, "j F Y"),
        f" ({length})" if days >= 0 else "",
    )


@register.simple_tag
def why(pence: int | None, url: str = "") -> SafeString:
    """An amount that opens onto how it was worked out."""
    if pence is None:
        return SafeString("–")
    if not url:
        return format_html('<span class="app-money">{}</span>', money.pounds(pence))
    return format_html(
        '<a class="nhsuk-link app-money" href="{}">{}'
        '<span class="nhsuk-u-visually-hidden">: why this amount</span></a>',
        url,
        money.pounds(pence),
    )


@register.simple_block_tag(takes_context=True)
def summarylist(context: Context, content: SafeString, **parameters: Any) -> SafeString:
    """Holds ``{% summaryrow %}``s; parameters are those of the summary list."""
    return bridge.render("summary_list", html=content, **parameters)


@register.simple_block_tag
def summaryrow(content: SafeString, key: str, href: str = "", action: str = "Change") -> SafeString:
    """``{% summaryrow "Practice" href=url %}value{% endsummaryrow %}``: one row of HTML."""
    value = content.strip()
    link: SafeString | str = ""
    if href:
        link = format_html(
            '<dd class="nhsuk-summary-list__actions"><a class="nhsuk-link" href="{}">{}'
            '<span class="nhsuk-u-visually-hidden"> {}</span></a></dd>',
            href,
            action,
            parts.inside_sentence(key),
        )
    return format_html(
        '<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{}</dt>'
        '<dd class="nhsuk-summary-list__value">{}</dd>{}</div>',
        key,
        SafeString(value) if value else "–",
        link,
    )


@register.simple_tag
def tablehead(*headings: str, numeric_from: int = 0) -> SafeString:
    """The head of a table written by hand; from the column ``numeric_from`` on they are numbers."""
    cells = format_html_join(
        "",
        '<th class="nhsuk-table__header{}" scope="col" role="columnheader">{}</th>',
        (
            (" nhsuk-table__header--numeric" if 0 < numeric_from <= number else "", heading)
            for number, heading in enumerate(headings, start=1)
        ),
    )
    return format_html(
        '<thead class="nhsuk-table__head" role="rowgroup">'
        '<tr class="nhsuk-table__row" role="row">{}</tr></thead>',
        cells,
    )


@register.simple_block_tag
def tablecell(
    content: SafeString,
    heading: str,
    header: bool = False,
    numeric: bool = False,
    long: bool = False,
) -> SafeString:
    """A cell of a responsive table: on a phone its heading stands beside it, above a long text."""
    name, role = ("th", "rowheader") if header else ("td", "cell")
    value = content.strip()
    return format_html(
        '<{} class="nhsuk-table__{}{}{}"{} role="{}">'
        '<span class="nhsuk-table__heading" aria-hidden="true">{} </span><span>{}</span></{}>',
        name,
        "header" if header else "cell",
        " nhsuk-table__cell--numeric" if numeric else "",
        " app-table__long" if long else "",
        SafeString(' scope="row"') if header else "",
        role,
        heading,
        SafeString(value) if value else "–",
        name,
    )


@register.inclusion_tag("pbc/table.html", takes_context=True)
def table(context: Context, table: Table) -> dict[str, Any]:
    """A ``pbc.tables.Table``: filters, sortable headings, rows, pages and exports."""
    return {"table": table, "request": context.get("request")}


@register.inclusion_tag("pbc/components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, in the order given. Each event: when, what, and if wanted who, note, href."""
    return {"events": events}


_CARD = ("heading", "href", "text", "number", "status", "since", "due", "worth")


@register.inclusion_tag("pbc/components/cards.html")
def cards(cards: Iterable[Any], heading_level: int = 2) -> dict[str, Any]:
    """The cards of a home page: heading, href, text, number, status, since, due, worth (pence)."""
    shown = [{name: read(card, name) for name in _CARD} for card in cards]
    for card in shown:
        if isinstance(card["worth"], int):
            card["worth"] = money.pounds(card["worth"])
    return {"cards": shown, "element": f"h{heading_level}"}


@register.simple_tag
def chart(chart: BarChart | GridChart) -> SafeString:
    """A chart and the table of its figures."""
    return chart.draw()


@register.inclusion_tag("pbc/components/progress.html")
def job_progress(job: Any, url: str = "") -> dict[str, Any]:
    """How far a job is. ``url`` gives this same piece anew; without it the page reloads itself."""
    return {"job": job, "url": url, "title_id": f"job-{job.pk}-title"}


@register.simple_tag
def job_refresh(job: Any, seconds: int = 5) -> SafeString:
    """In the ``head`` of a job's page: reload while the job runs, for browsers without script."""
    if not job.is_live:
        return SafeString("")
    return format_html(
        '<noscript><meta http-equiv="refresh" content="{}"></noscript>', int(seconds)
    )


@register.inclusion_tag("pbc/components/greyed.html")
def greyed(text: str, reason: Any) -> dict[str, Any]:
    """An action that cannot be taken now, and the reason."""
    return {"text": text, "reason": reason}


@register.inclusion_tag("pbc/components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    text: str,
    url: str,
    variant: str = "",
    name: str = "",
    value: str = "",
    about: str = "",
) -> dict[str, Any]:
    """A form of one button. ``about`` tells it from others like it, for those who cannot see."""
    return {
        "csrf_token": context.get("csrf_token"),
        "text": text,
        "url": url,
        "variant": variant or None,
        "name": name,
        "value": value,
        "about": about,
    }


@register.simple_tag
def message_banner(message: Any, position: int = 1, quiet: Any = None) -> SafeString:
    """A flash message as a notification banner; ``quiet`` leaves the focus to the errors."""
    names = {
        "success": ("success", "Success"),
        "warning": (None, "Warning"),
        "error": (None, "Problem"),
    }
    variant, title = names.get(message.level_tag, (None, "Information"))
    return bridge.render(
        "notification_banner",
        variant=variant,
        title={"text": title, "id": f"message-{position}"},
        text=str(message),
        role="alert" if message.level_tag in ("success", "error") else "region",
        classes=f"app-message app-message--{message.level_tag}",
        disable_auto_focus=True if position > 1 or quiet else None,
    )
