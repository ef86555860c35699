"""E-mail addresses that belong to a desk and not to a person (NFR-13)."""

import re
from collections.abc import Iterable

_OF_A_DESK = frozenset(
    [
        "abuse",
        "accounts",
        "admin",
        "administration",
        "administrator",
        "all",
        "appointments",
        "assistant",
        "billing",
        "booking",
        "bookings",
        "clinic",
        "clinical",
        "commissioning",
        "committee",
        "contact",
        "contracts",
        "department",
        "desk",
        "doctor",
        "doctors",
        "enquiries",
        "enquiry",
        "everyone",
        "feedback",
        "finance",
        "generic",
        "gp",
        "gps",
        "group",
        "headoffice",
        "health",
        "hello",
        "help",
        "helpdesk",
        "hostmaster",
        "hr",
        "info",
        "information",
        "inbox",
        "invoices",
        "it",
        "lead",
        "leads",
        "list",
        "locality",
        "mail",
        "mailbox",
        "manager",
        "managers",
        "management",
        "marketing",
        "nhs",
        "noreply",
        "nurse",
        "nurses",
        "office",
        "partner",
        "partners",
        "patients",
        "payroll",
        "pct",
        "postmaster",
        "post",
        "practice",
        "practices",
        "practicemanager",
        "prescriptions",
        "primarycare",
        "qa",
        "receipts",
        "reception",
        "receptionist",
        "receptionists",
        "referrals",
        "reply",
        "root",
        "sales",
        "secretaries",
        "secretary",
        "security",
        "service",
        "services",
        "shared",
        "staff",
        "support",
        "surgery",
        "sysadmin",
        "team",
        "test",
        "user",
        "users",
        "webmaster",
        "work",
    ]
)


def is_generic(email: str, *, names: Iterable[str] = ()) -> bool:
    """Whether an address names a desk, such as ``reception@`` or ``practice.manager2@``.

    A word of the person's own ``names`` is no desk: Ms Office may have ``j.office@``.
    """
    local = email.partition("@")[0].partition("+")[0].lower()
    own = {word for name in names for word in _words(name.lower())}
    words = [word for word in _words(local) if word not in own]
    joined = "".join(words)
    return any(word in _OF_A_DESK for word in words) or joined in _OF_A_DESK


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z]+", text) if word]
