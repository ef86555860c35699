"""Which lines are worked out and not paid, and why."""

from dataclasses import dataclass

from payments import holding


@dataclass
class Due:
    payee: str
    due_pence: int
    kind: str = "payment"
    objective: int = 1


def reasons_of(
    *lines: Due,
    without_account: dict[str, str] | None = None,
    conditions: holding.Conditions | None = None,
) -> list[str]:
    """Of a run of one scheme."""
    without, waiting = without_account or {}, conditions or {}
    return holding.reasons(
        lines,
        without_account=without,
        conditions=waiting,
        nets=holding.nets([(lines, waiting)], without),
    )


def held(*lines: Due, without_account: dict[str, str] | None = None) -> list[bool]:
    return [bool(reason) for reason in reasons_of(*lines, without_account=without_account)]


def test_what_is_due_is_paid() -> None:
    assert held(Due("E82001", 8_000_00), Due("DAC", 4_000_00, "allocation")) == [False, False]


def test_a_locality_without_a_payee_has_payments_and_funds_held() -> None:
    lines = (Due("DAC", 1_300_00), Due("DAC", 4_000_00, "allocation"), Due("E82001", 1))
    assert held(*lines, without_account={"DAC": "DacCom"}) == [True, True, False]


def test_payments_below_nothing_together_are_carried_forward_together() -> None:
    # £30.00 − £100.00 = −£70.00: nothing is collected, nothing is paid.
    lines = (Due("E82001", 30_00), Due("E82001", -100_00))
    assert held(*lines) == [True, True]
    assert "take £70.00 back" in reasons_of(*lines)[0]


def test_a_payment_set_against_what_was_paid_too_much_is_paid_if_something_is_left() -> None:
    # £130.00 − £100.00 = £30.00 is transferred.
    assert held(Due("E82001", 130_00), Due("E82001", -100_00)) == [False, False]


def test_an_allocation_below_nothing_is_no_collection() -> None:
    assert held(Due("DAC", -50_00, "allocation"), Due("DAC", 0)) == [False, False]


def test_a_line_with_nothing_due_is_not_held() -> None:
    assert held(Due("DAC", 0), without_account={"DAC": "DacCom"}) == [False]


def test_what_waits_on_a_condition_is_held_and_says_on_which() -> None:
    lines = [Due("H-DAC", 130_000, objective=3), Due("H-DAC", 50_000, objective=2), Due("E1", 800)]
    conditions = {("H-DAC", 3): "Show the patient group's minutes"}
    reasons = reasons_of(*lines, conditions=conditions)
    assert reasons[0].endswith("is met: Show the patient group's minutes")
    assert reasons[1:] == ["", ""]


def test_a_condition_without_an_objective_holds_every_payment_of_the_organisation() -> None:
    lines = [Due("H-DAC", 130_000, objective=3), Due("H-DAC", 50_000, objective=2)]
    reasons = reasons_of(*lines, conditions={("H-DAC", None): "Sign"})
    assert all(reasons)


def test_below_nothing_is_asked_of_all_schemes_of_the_run_together() -> None:
    # £100.00 under one scheme less £40.00 under another is £60.00, and paid.
    one, other = [Due("FQQ01", 100_00)], [Due("FQQ01", -40_00)]
    nets = holding.nets([(one, {}), (other, {})], {})
    for lines in (one, other):
        assert holding.reasons(lines, without_account={}, conditions={}, nets=nets) == [""]


def test_what_waits_on_a_condition_sets_nothing_off() -> None:
    # The £100.00 is not paid, so there is nothing to take the £40.00 from.
    lines = [Due("E1", 100_00, objective=1), Due("E1", -40_00, objective=2)]
    reasons = reasons_of(*lines, conditions={("E1", 1): "Sign"})
    assert "is met: Sign" in reasons[0]
    assert "take £40.00 back" in reasons[1]
