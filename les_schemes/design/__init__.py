"""Designing a scheme: its objectives by kind of rule, its texts, who was asked, who pays."""
