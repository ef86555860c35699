"""A plan agreed, and what it achieved: each pays a practice and its locality's pot."""
