"""Addresses of the Committee: its meetings, its matters, its decisions, appeals.

Each concept keeps its addresses in a module of its own; they share one namespace.
"""

from governance import meeting_urls

app_name = "governance"

urlpatterns = [
    *meeting_urls.urlpatterns,
]
