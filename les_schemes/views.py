from pbc.guards import SignedIn
from pbc.pages import Page


class Stub(Page):
    guard = SignedIn()
    template_name = "documents/screen.html"
