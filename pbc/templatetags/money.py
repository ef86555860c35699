"""``{% load money %}{{ line.due_pence|pounds }}`` shows whole pence as ``£7,431.00``."""

from django import template

from pbc import money

register = template.Library()

register.filter("pounds", money.pounds)
