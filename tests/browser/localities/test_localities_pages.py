"""Imports and organisations in Chromium: the journey, axe, and no sideways scroll at 320 px."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from localities.models import Commissioner, Import, ListSize
from tests import cast as people
from tests.integration.localities import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
LISTS = files.list_rows(
    ("QQ001", "2007-07-01", 8_100),
    ("QQ002", "2007-07-01", -5),
    ("QQ003", "2007-04-01", 6_900),
    ("=QQ", "2007-07-01", 5),
)

Visits = Callable[..., Page]


@pytest.fixture
def cast(live_server: LiveServer, transactional_db: None) -> people.Cast:
    return people.gather()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visits]:
    """``visit(user, width)``: a page in which that person is signed in."""
    contexts = []

    def visiting(user: User, width: int = 1280, **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url, **more
        )
        contexts.append(context)
        session = people.sign_in(Client(), user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield visiting
    for context in contexts:
        context.close()


def upload(page: Page, path: Path) -> Import:
    page.goto(reverse("localities:import-list"))
    page.get_by_role("button", name="Import a file").click()
    page.get_by_role("radio", name="Patients registered at a GP practice").check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_text("Checking lists.csv").first).to_be_visible()
    return Import.objects.get()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_file_is_uploaded_looked_at_confirmed_and_its_refused_rows_taken_away(
    cast, visit, tmp_path, script
):
    path = tmp_path / "lists.csv"
    path.write_text(LISTS)
    page = visit(cast.administrator, java_script_enabled=script)
    imported = upload(page, path)
    files.run_job(imported)
    page.goto(imported.get_absolute_url())

    expect(page.get_by_role("heading", name="What this file would change")).to_be_visible()
    # One practice with a new list, one with another figure, two rows refused.
    assert page.locator("ins").first.inner_text() == "6,900"
    assert not ListSize.objects.filter(registered=8_100).exists()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the refused rows (CSV)").click()
    report = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "A number of patients cannot be below 0." in report
    assert "'=QQ,2007-07-01,5" in report

    page.get_by_role("button", name="Confirm and write").click()
    expect(page.get_by_text("Writing lists.csv").first).to_be_visible()
    files.run_job(imported)
    page.goto(imported.get_absolute_url())
    expect(page.get_by_role("heading", name="What was written")).to_be_visible()
    assert ListSize.objects.held().filter(registered=8_100).exists()


def test_the_page_of_an_import_follows_the_work_by_itself(cast, visit, tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text(LISTS)
    page = visit(cast.administrator)

    files.run_job(upload(page, path))

    expect(page.get_by_role("button", name="Confirm and write")).to_be_visible()


def addresses(cast: people.Cast) -> dict[str, list[str]]:
    """Every page of this room, by who opens it, in the states there are."""
    provisional = Commissioner.objects.create(
        code="5GW", name="Commissioner 5GW", provisional=True, recorded_at=people.RECORDED
    )
    written = files.bring_in("list_sizes", LISTS)
    checked = files.upload("list_sizes", LISTS.replace("8100", "8150"))
    unreadable = files.upload("practices", "a,b\n")
    to = lambda name, *arguments: reverse(f"localities:{name}", args=arguments)  # noqa: E731
    return {
        "administrator": [
            to("import-list"), to("import-upload"), written.get_absolute_url(),
            checked.get_absolute_url(), unreadable.get_absolute_url(),
            to("import-findings", checked.pk), to("commissioners"),
            to("commissioner", provisional.code), to("commissioner-name", provisional.code),
            to("succession-record", "XDA"),
        ],
        "officer": [
            to("practices"), to("practice", "QQ001"), to("localities"), to("locality", "LDAC"),
            to("list-size-correct", "QQ001"), to("practice-move", "QQ001"),
            to("payee-nominate", "LDAC"), to("commissioner", "XDA"),
        ],
        "riverside_manager": [
            to("practice", "QQ001"), to("post-start", "QQ001"),
            to("post-end", "QQ001", cast.okafor.person_id), to("localities"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_barrier_and_nothing_scrolls_sideways(cast, visit, width):
    faults = []
    for who, pages in addresses(cast).items():
        page = visit(cast.people[who], width, bypass_csp=True)
        for address in pages:
            response = page.goto(address)
            assert response.status == 200, address
            page.evaluate(AXE.read_text())
            found = page.evaluate("axe.run(document)")
            faults += [
                (address, fault["id"], fault["nodes"][0]["html"][:160])
                for fault in found["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append((address, "scrolls sideways", ""))
    assert faults == []
