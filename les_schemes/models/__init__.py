"""What is offered and agreed, one module a concept."""

from les_schemes.models.agreements import Agreement
from les_schemes.models.returned_sheets import ReturnedSheet
from les_schemes.models.schemes import Framework, Objective, Scheme, SchemeVersion
from les_schemes.models.sign_ups import (
    NamedGP,
    ShownTerms,
    Signature,
    SignUp,
    SignUpQuery,
)

__all__ = [
    "Agreement",
    "Framework",
    "NamedGP",
    "Objective",
    "ReturnedSheet",
    "Scheme",
    "SchemeVersion",
    "ShownTerms",
    "SignUp",
    "SignUpQuery",
    "Signature",
]
