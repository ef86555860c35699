"""What the Committee does, one module a concept; each verb records what it did."""
