"""What of the Committee waits on a person, for the home page. Each owner registers its own."""
