"""The product's own pages in Chromium, with the policy it serves them under."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("address", ["/about/", "/no-such-page/"])
def test_the_scripts_run_under_the_policy_and_nothing_is_stopped(page, address):
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.goto(address)
    page.wait_for_function("document.querySelector('[data-nhsuk-skip-link-init]')")
    assert "js-enabled" in page.locator("body").get_attribute("class")
    assert page.evaluate("typeof htmx") == "object"
    # The browser itself says that a page that is not there was not found.
    assert [one for one in complaints if "404" not in one] == []
