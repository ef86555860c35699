"""What looks like an NHS number, however it is written (EXC-13, TV-44). All are of the test range
that is never issued, or invented."""

import pytest

from pbc.nhs_numbers import has_check_digit, holds

NUMBER = "9434765919"


@pytest.mark.parametrize(
    "text",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943 - 476 - 5919",
        "943\u2013476\u20135919",
        "943\u00a0476\u00a05919",
        "9434\u200b765919",
        "9 4 3 4 7 6 5 9 1 9",
        "943.476.5919",
        "943/476/5919",
        "9,434,765,919",
        "9434765919.0",
        "9.434765919E+09",
        "\uff19\uff14\uff13\uff14\uff17\uff16\uff15\uff19\uff11\uff19",
        "patient9434765919x",
        "Mrs Bell (NHS no. 943 476 5919), row 12",
        "12 9434765919 5",
        "1234 943 476 5919 77",
    ],
)
def test_ten_digits_with_their_check_digit_are_found_however_they_are_spaced(text):
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cardiology",
        "9434765918",
        "943476591",
        "99434765919",
        "01442 255123",
        "£94,347,659.19",
        "94347659.19",
        "1,943,476,591",
        "2007-04-30",
        "12, 15, 20",
    ],
)
def test_other_numbers_are_not(text):
    assert not holds(text)


def test_the_check_digit_is_the_one_of_modulus_11():
    # 9×10 + 4×9 + 3×8 + 4×7 + 7×6 + 6×5 + 5×4 + 9×3 + 1×2 = 299; 299 mod 11 = 2; 11 − 2 = 9
    assert has_check_digit(NUMBER)
    assert [d for d in "0123456789" if has_check_digit(NUMBER[:9] + d)] == ["9"]


def test_a_number_whose_check_digit_would_be_ten_is_none():
    # 1×2 = 2 and so on until the remainder is 1: no digit fits.
    assert not any(has_check_digit(f"000000006{d}") for d in range(10))
