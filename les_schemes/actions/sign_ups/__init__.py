"""What is done to a sign-up, one module a stage: prepared, signed, returned, reviewed."""

from les_schemes.actions.sign_ups.late import keep_out, let_in, put_before_committee
from les_schemes.actions.sign_ups.leaving import (
    end_due,
    give_notice,
    take_back_notice,
)
from les_schemes.actions.sign_ups.preparing import (
    accept_undertaking,
    choose_locality,
    confirm_gps,
    give_contact_number,
    start,
)
from les_schemes.actions.sign_ups.returning import answer, submit, withdraw
from les_schemes.actions.sign_ups.reviewing import (
    WORKING_DAYS_TO_CURE,
    accept,
    query,
    refuse,
)
from les_schemes.actions.sign_ups.signing import (
    decline,
    name_new_gps,
    remind,
    remind_all,
    request_signatures,
    sign_as_gp,
    sign_for_practice,
    sign_for_provider,
)
from les_schemes.actions.sign_ups.succeeding import transfer_due

__all__ = [
    "WORKING_DAYS_TO_CURE",
    "accept",
    "accept_undertaking",
    "answer",
    "choose_locality",
    "confirm_gps",
    "decline",
    "end_due",
    "give_contact_number",
    "give_notice",
    "keep_out",
    "let_in",
    "name_new_gps",
    "put_before_committee",
    "query",
    "refuse",
    "remind",
    "remind_all",
    "request_signatures",
    "sign_as_gp",
    "sign_for_practice",
    "sign_for_provider",
    "start",
    "submit",
    "take_back_notice",
    "transfer_due",
    "withdraw",
]
