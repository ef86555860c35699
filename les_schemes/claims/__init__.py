"""Claims for items of service: which months, what is far from the own history, what is paid."""
