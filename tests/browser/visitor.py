"""A person at a browser of their own, with a mailbox, a password and a phone."""

import base64
import hashlib
import hmac
import re
import struct
import time
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.sessions import SEEN_AT
from pbc import outbox

# How long a page may take, and how long it may wait for the worker, in milliseconds: the machine
# may be busy with the rest of the suite.
SLOWEST = 30_000
PATIENCE = 90_000
PASSWORD = "walnut-harbour-kite"
LINK = re.compile(r"https?://\S+")


class Visitor:
    """One named person: reads the own e-mail, clicks, fills in, keeps what is downloaded."""

    def __init__(self, browser: Browser, address: str, name: str, email: str) -> None:
        self.name = name
        self.email = email
        self.address = address
        self.context = browser.new_context(
            base_url=address,
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": 1280, "height": 900},
        )
        self.context.set_default_timeout(SLOWEST)
        self.page: Page = self.context.new_page()

    # What a person does with a page

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{answer.status} at {path}\n{self.words()}"

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def menu(self, name: str) -> None:
        """An entry of the menu: what its line has no room for stands under More."""
        entry = self.page.locator("header nav").get_by_text(name, exact=True)
        entry.wait_for(state="attached")
        self.page.wait_for_load_state()
        if not entry.is_visible():
            self.press("Browse More")
        entry.click()

    def press(self, name: str) -> None:
        """A button, or a link that looks like one."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def fill(self, **fields: object) -> None:
        """Fill what is labelled so; underscores stand for spaces."""
        for label, value in fields.items():
            named = label.replace("_", " ")
            self.field(named).fill(str(value))

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}", re.IGNORECASE)).first

    def choose(self, label: str) -> None:
        """A radio or a checkbox by its words."""
        self.page.get_by_label(label).first.check()

    def answer(self, question: str, words: str) -> None:
        """One of the radios of a question."""
        asked = self.page.get_by_role("group", name=question)
        asked.get_by_label(words, exact=True).check()

    def give_date(self, name: str, day: int, month: int, year: int) -> None:
        for part, value in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f"[name={name}_{part}]").fill(str(value))

    def is_refused(self, path: str, status: int) -> None:
        """An address that is not for this person, typed in all the same."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{answer.status} at {path}\n{self.words()}"

    def another_tab(self) -> Self:
        """The same page once more: what is done in the first tab, this one does not know."""
        twin = copy(self)
        twin.page = self.context.new_page()
        twin.open(self.page.url)
        return twin

    def heading(self, words: str) -> None:
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(words, timeout=SLOWEST)

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each, timeout=SLOWEST)

    def does_not_see(self, *words: str) -> None:
        """After the page has come: what is not on it."""
        for each in words:
            expect(self.page.locator("main")).not_to_contain_text(each, timeout=SLOWEST)

    def words(self) -> str:
        return self.page.locator("main").inner_text()

    def download(self, path: str) -> bytes:
        """The bytes behind an address, fetched with the person's session."""
        answer = self.context.request.get(path)
        assert answer.status == 200, f"{answer.status} at {path}"
        return answer.body()

    def save(self, link: str) -> bytes:
        """The bytes of the file that a link of the page gives to keep."""
        with self.page.expect_download() as download:
            self.link(link)
        return Path(download.value.path()).read_bytes()

    def address_of(self, link: str) -> str:
        """Where a link of the page leads."""
        found = self.page.get_by_role("link", name=link).first.get_attribute("href")
        assert found is not None
        return found

    # Letters

    def letter(self, about: str) -> str:
        """The path of the link in the newest e-mail to this person about something."""
        outbox.deliver()
        letters = [
            letter
            for letter in mail.outbox
            if letter.to == [self.email] and about in letter.subject
        ]
        assert letters, f"{self.email} has no letter about {about!r}"
        return urlsplit(LINK.findall(str(letters[-1].body))[-1]).path

    # Signing in

    def give_password(self) -> None:
        self.page.locator("[name=login]").fill(self.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.press("Sign in")
        self.page.wait_for_load_state()

    def give_code(self, code: str) -> None:
        """The second factor, after the password."""
        self.page.locator("[name=code]").fill(code)
        self.press("Continue")

    def sit_idle(self, minutes: int) -> None:
        """Let so much real time pass in this person's session alone."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}
        session = SessionStore(session_key=cookies["sessionid"])
        for name in (SEEN_AT, "signed_in_at"):
            session[name] -= timedelta(minutes=minutes).total_seconds()
        session.save()


def code_of(secret: str) -> str:
    """The six digits an authenticator app shows now for a key (RFC 6238)."""
    key = secret.replace(" ", "")
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(key + "=" * (-len(key) % 8)), moment, hashlib.sha1)
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
