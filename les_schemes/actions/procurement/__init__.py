"""What is done to a procurement assessment, module by concept."""

from les_schemes.actions.procurement.challenges import answer_challenge, receive_challenge
from les_schemes.actions.procurement.deciding import choose_route, confirm, publish_notice
from les_schemes.actions.procurement.evidencing import evidence

__all__ = [
    "answer_challenge",
    "choose_route",
    "confirm",
    "evidence",
    "publish_notice",
    "receive_challenge",
]
