"""The hall's own pages: what is public, messages, jobs, the clock, the trail, documents, files."""

from tests.integration.matrix.rows import form, page, public

ROWS = [
    public("home", needs_second_factor=True),
    public("health", get=(200, 503)),  # 503 where no queue runs
    public("about"),
    public("accessibility-statement"),
    public("privacy"),
    public("documents:verify", post=422),
    form("pbc:messages", may="everyone"),
    page("pbc:message", "message", may="officer", reading_writes=True, personal=True),
    page(
        "pbc:message",
        "far message",
        may="far_officer",
        reading_writes=True,
        personal=True,
        odd={"GET two_hats": 404, "POST two_hats": 404},
    ),
    page("pbc:job", "job", may="preparer auditor administrator", personal=True),
    page("pbc:job", "far job", may="far_preparer far_auditor far_administrator", personal=True),
    form(
        "pbc:clock",
        may="administrators",
        rest=403,
        data={"to_day": "20", "to_month": "4", "to_year": "2007"},
    ),
    form("pbc:audit", may="auditors administrators", rest=403),
    page(
        "pbc:audit-event",
        "event",
        may="auditor administrator",
        nowhere="far_auditor far_administrator",
        rest=403,
    ),
    page(
        "pbc:audit-event",
        "far event",
        may="far_auditor far_administrator",
        nowhere="auditor administrator",
        rest=403,
    ),
    page("pbc:audit-event", "system event", may="administrators", nowhere="auditors", rest=403),
    page("documents:document", "document of accepted sheet", may="of_the_sheet"),
    page("documents:pdf", "document of accepted sheet", may="of_the_sheet"),
    page(
        "documents:pdf",
        "document of near sheet",
        may="near_manager near_gp near_lead readers administrator",
    ),
    page(
        "documents:pdf",
        "document of far sheet",
        may="far_manager far_gp far_lead far_readers far_administrator",
    ),
    page("documents:file", "framework", may="everyone"),
    page("documents:file", "drawing", may="of_the_sheet"),
    page("documents:file", "evidence of tested scheme", may="officers auditors administrators"),
    page("documents:file", "file of import", may="officers auditors administrators"),
]
