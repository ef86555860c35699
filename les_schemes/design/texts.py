"""The texts of a scheme that is designed here, by their names in a scheme file."""

# Texts of several paragraphs, and texts of one.
PARAGRAPHS = {
    "purpose": "Purpose",
    "background": "Background",
    "proposal": "What is proposed",
    "aims": "Aims",
    "objectives": "Priorities and objectives, in words",
    "funding": "Who is paid, and who is not",
    "commitments": "What those who sign commit themselves to",
    "notes": "Important notes",
}
SENTENCES = {
    "full_title": "Full title",
    "governance": "What signing accepts of the governance framework",
    "sheet_title": "Title of the signature sheet",
    "undertaking": "The undertaking, before the commitments",
    "expected_time": "The time that is expected",
    "notes_title": "Heading of the notes",
}
# Without these nobody can tell what is offered, or sign for it.
REQUIRED = {"purpose", "aims", "commitments", "full_title", "sheet_title", "undertaking"}
