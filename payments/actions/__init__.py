"""The only writers of money: one verb each."""
