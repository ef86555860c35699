"""The pages that say what this service is, open to everyone."""

from pbc.guards import Public
from pbc.pages import Page


class About(Page):
    guard = Public(why="Anyone may read what the service is, and who holds a document verify it.")
    template_name = "pbc/about.html"


class AccessibilityStatement(Page):
    guard = Public(why="The accessibility regulations ask for it.")
    template_name = "pbc/accessibility_statement.html"


class Privacy(Page):
    guard = Public(why="People must be able to read it before they sign in.")
    template_name = "pbc/privacy.html"
