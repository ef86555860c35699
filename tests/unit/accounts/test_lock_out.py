from django.test import RequestFactory

from accounts import lock_out


def test_failures_are_counted_under_one_spelling_of_the_address() -> None:
    request = RequestFactory().post("/sign-in/", {"login": " Ann.Ashdown@NHS.uk "})
    given = {"email": "ANN.ASHDOWN@nhs.uk"}
    assert lock_out.username_of(request, given) == "ann.ashdown@nhs.uk"
    assert lock_out.username_of(request, None) == "ann.ashdown@nhs.uk"
    assert lock_out.username_of(None, {"username": "ann.ashdown@nhs.uk"}) == "ann.ashdown@nhs.uk"
    assert lock_out.username_of(None, None) == ""
