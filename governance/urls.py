"""Addresses of the Committee: its meetings, its matters, its decisions, appeals.

Each concept keeps its addresses in a module of its own; they share one namespace.
"""

from governance import decision_urls, meeting_urls

app_name = "governance"

urlpatterns = [
    *meeting_urls.urlpatterns,
    *decision_urls.urlpatterns,
]
