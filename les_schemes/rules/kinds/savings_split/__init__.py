"""Savings against an indicative budget: a reward, and the rest split."""
