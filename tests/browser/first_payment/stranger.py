"""A person nobody here knows yet: invited by e-mail, then with a password and a phone."""

from playwright.sync_api import Browser

from tests.browser.visitor import PASSWORD, Visitor, code_of


class Stranger(Visitor):
    """One named person who has no sign-in until an invitation is taken up."""

    def __init__(self, browser: Browser, address: str, name: str) -> None:
        self.title, self.given_name, self.family_name = name.split(" ")
        email = f"{self.given_name}.{self.family_name}@example.nhs.uk".lower()
        super().__init__(browser, address, name, email)

    def accept_invitation(self, path: str = "") -> None:
        """Follow the link of the invitation, choose a password, sign in, set up what is asked."""
        self.open(path or self.letter("You are invited"))
        self.heading("Accept an invitation")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("[name=password_again]").fill(PASSWORD)
        self.press("Accept")
        self.sees("Your sign-in is ready")
        self.give_password()
        if self.page.get_by_role("button", name="Set up an app").count():
            self.set_up_second_factor()
        self.heading("What waits on you")

    def set_up_second_factor(self) -> None:
        self.press("Set up an app")
        secret = self.page.locator(".app-key").inner_text()
        self.page.locator("[name=code]").fill(code_of(secret))
        self.press("Finish")
        self.heading("Recovery codes")
        self.press("Continue")
