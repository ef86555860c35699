"""The Practice Based Commissioning Local Enhanced Service 2007/08: what it pays, and why."""
