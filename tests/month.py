"""The month of the Committee that is played twice: by the forms of its pages, and in a browser.

Riverside is in DacCom with 100,000 patients and has signed up; one clinician of the Committee
works there. Seven matters come before the June meeting: a level, a late sign-up, an appeal against
a chair's action, and these four notes.
"""

from datetime import date

from localities.models import Post
from localities.statuses import Capacity
from tests.cast import LONG_AGO, Cast
from tests.committee import Sitting, sitting

MAY_14, MAY_30 = date(2007, 5, 14), date(2007, 5, 30)
JUNE_25, JUNE_28, JUNE_29 = date(2007, 6, 25), date(2007, 6, 28), date(2007, 6, 29)
JULY_26, JULY_31 = date(2007, 7, 26), date(2007, 7, 31)
NOTES = ("Audit of referrals", "Opening hours", "Price of the eye clinic", "Dates of next year")
# WE-07: of £15,600 and £62,400 a year, three months at level 1 and nine at level 2.
WORTH = ("£15,600.00", "£39,000.00", "£11,700.00")


def seat_the_committee(cast: Cast) -> Sitting:
    """The Committee, one of whose two clinicians is a partner at Riverside."""
    committee = sitting(cast)
    Post.objects.create(
        person=committee.members["clinician"].person,
        practice=cast.riverside,
        capacity=Capacity.PARTNER,
        starts=LONG_AGO,
    )
    return committee
