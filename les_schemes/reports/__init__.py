"""What practices report each month under objective 2: its columns, its months, what it says."""
