"""Reading the files of others: pure parsers, a plan of what would change, and one step that writes.

A parser takes the lines of a file and gives records and findings; it knows nothing of the
database. ``planning`` compares the records with what is held; ``writing`` writes a plan.
"""
