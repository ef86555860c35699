"""The DES "Towards Practice Based Commissioning" 2006/07: what it pays, and why."""
