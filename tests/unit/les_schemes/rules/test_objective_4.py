"""Objective 4: savings, rewards, splits and overspends."""

import pytest

from les_schemes.rules import calculate, parse, result_document
from tests.unit.les_schemes.documents import (
    MONTHS,
    budget,
    earned,
    les,
    practice,
    sign_up,
    working,
)


def objective_4(document):
    """(reward, reinvestment, PCT share, unallocated) of the one practice in Dacorum."""
    lines = earned(document)
    return tuple(
        lines.get(key, "0.00")
        for key in (
            ("reward", "E82001"),
            ("reinvestment", "DAC"),
            ("pct_share", "PCT"),
            ("unallocated", "PCT"),
        )
    )


def saver(saving, **changes):
    return practice(**budget(saving), **changes)


@pytest.mark.parametrize(
    ("saving", "list_size", "reward", "reinvestment", "pct_share"),
    [
        # WE-10: 10% of £50,000; 70:30 of £45,000
        (50_000, 8000, "5000.00", "31500.00", "13500.00"),
        # WE-11: the cap of 8,000 × £1 is just reached; 70:30 of £72,000
        (80_000, 8000, "8000.00", "50400.00", "21600.00"),
        # WE-12: capped; 70:30 of £192,000
        (200_000, 8000, "8000.00", "134400.00", "57600.00"),
        # WE-14: £1,234.567 → £1,234.57; £11,111.10 → 30% £3,333.33, the rest £7,777.77
        (12_345.67, 6913, "1234.57", "7777.77", "3333.33"),
        (0, 8000, "0.00", "0.00", "0.00"),
        (-1, 8000, "0.00", "0.00", "0.00"),
        # 10% of 5p is half a penny and rounds up; 4p: 30% is 1.2p
        (0.05, 8000, "0.01", "0.03", "0.01"),
        (100, 0, "0.00", "70.00", "30.00"),
    ],
)
def test_a_saving_is_rewarded_then_split(saving, list_size, reward, reinvestment, pct_share):
    assert objective_4(les(saver(saving, list_size=list_size))) == (
        reward,
        reinvestment,
        pct_share,
        "0.00",
    )


def test_a_full_tenth_taken_off_leaves_something_to_nobody():
    # WE-12: 70:30 of £180,000; £20,000 − £8,000 left over
    document = les(saver(200_000), readings={"split_base": "full_tenth"})
    assert objective_4(document) == ("8000.00", "126000.00", "54000.00", "12000.00")


def test_a_full_tenth_without_reward_is_wholly_left_over():
    member = practice(**budget(200_000, quality_attested=False))
    document = les(member, readings={"split_base": "full_tenth"})
    assert objective_4(document) == ("0.00", "126000.00", "54000.00", "20000.00")


@pytest.mark.parametrize("split_base", ["net_of_reward", "full_tenth"])
def test_reinvestment_of_the_gross_saving_leaves_the_rest_to_the_pct(split_base):
    # WE-13: 70% of £80,000 = £56,000; £80,000 − £8,000 − £56,000 = £16,000
    readings = {"reinvestment_share": "gross", "split_base": split_base}
    document = les(saver(80_000), readings=readings)
    assert objective_4(document) == ("8000.00", "56000.00", "16000.00", "0.00")


def test_the_pct_may_have_to_add_to_a_gross_reinvestment():
    # 95% of £100 = £95; £100 − £10 − £95 = −£5
    readings = {"reinvestment_share": "gross"}
    document = les(saver(100), readings=readings, terms={"reinvestment_fraction": "0.95"})
    assert objective_4(document) == ("10.00", "95.00", "-5.00", "0.00")


@pytest.mark.parametrize(
    "member",
    [
        practice(**budget(50_000), sign_up=None),
        practice(**budget(50_000), sign_up=sign_up(accepted="2008-04-01")),
        practice(**budget(50_000, quality_attested=False)),
    ],
)
def test_without_sign_up_or_quality_there_is_no_reward_but_a_split(member):
    # 70:30 of £50,000
    assert objective_4(les(member)) == ("0.00", "35000.00", "15000.00", "0.00")


def test_a_reward_depends_neither_on_months_nor_on_signatures():
    late = sign_up(received="2008-03-01", accepted="2008-03-02", signed_gps=0)
    assert objective_4(les(saver(50_000, sign_up=late)))[0] == "5000.00"


def test_nothing_happens_before_the_outturn_is_final():
    document = les(practice(**budget(50_000, outturn_final=False)))
    assert objective_4(document) == ("0.00", "0.00", "0.00", "0.00")


def three_practices(**readings):
    """WE-15: savings of £100,000 and £40,000, an overspend of £90,000."""
    return les(
        practice(list_size=10_000, **budget(100_000)),
        practice(code="E82002", list_size=8000, **budget(40_000)),
        practice(code="E82003", list_size=6000, reports=MONTHS, **budget(-90_000)),
        readings=readings,
    )


@pytest.mark.parametrize(
    ("unit", "first", "second", "reinvestment", "pct_share"),
    [
        # £10,000 + £4,000; 70:30 of £90,000 + £36,000
        ("practice", "10000.00", "4000.00", "88200.00", "37800.00"),
        # net £50,000: £5,000 shared 100,000:40,000; 70:30 of £45,000
        ("locality", "3571.43", "1428.57", "31500.00", "13500.00"),
        # rewards as by practice; 70:30 of £50,000 − £14,000
        ("hybrid", "10000.00", "4000.00", "25200.00", "10800.00"),
    ],
)
def test_the_unit_of_saving(unit, first, second, reinvestment, pct_share):
    document = three_practices(savings_unit=unit)
    assert objective_4(document) == (first, reinvestment, pct_share, "0.00")
    assert earned(document)["reward", "E82002"] == second
    assert ("reward", "E82003") not in earned(document)


@pytest.mark.parametrize("unit", ["locality", "hybrid"])
def test_a_locality_that_saved_nothing_together_splits_nothing(unit):
    document = les(
        saver(100_000),
        practice(code="E82002", **budget(-100_000)),
        readings={"savings_unit": unit},
    )
    reward = "8000.00" if unit == "hybrid" else "0.00"
    assert objective_4(document) == (reward, "0.00", "0.00", "0.00")


def test_rewards_may_use_a_net_saving_up():
    # net £5,000, rewards £8,000
    document = les(
        saver(100_000),
        practice(code="E82002", **budget(-95_000)),
        readings={"savings_unit": "hybrid"},
    )
    assert objective_4(document) == ("8000.00", "0.00", "0.00", "0.00")


def test_the_cap_of_a_locality_counts_all_lists_with_a_final_outturn():
    document = les(
        saver(200_000, list_size=1000),
        practice(code="E82002", list_size=2000, sign_up=None, **budget(-1)),
        practice(code="E82003", list_size=4000, **budget(0, outturn_final=False)),
        readings={"savings_unit": "locality"},
    )
    # net £199,999: a tenth is £19,999.90, capped at (1,000 + 2,000) × £1; 70:30 of £196,999
    assert objective_4(document) == ("3000.00", "137899.30", "59099.70", "0.00")


def test_a_locality_without_a_saver_to_reward_has_no_reward_but_a_split():
    document = les(
        practice(**budget(10_000, quality_attested=False)), readings={"savings_unit": "locality"}
    )
    assert objective_4(document) == ("0.00", "7000.00", "3000.00", "0.00")


def test_pennies_left_over_go_to_the_largest_remainders_then_by_code():
    # a reward of 10p on 100p shared 1:1:1 is 3p each and 1p over
    document = les(
        *[
            practice(code=code, list_size=1, **budget(saving))
            for code, saving in (("C", 0.34), ("A", 0.34), ("B", 0.34))
        ],
        readings={"savings_unit": "locality"},
    )
    lines = earned(document)
    # 10% of £1.02 is 10.2p, so 10p
    assert [lines["reward", code] for code in "ABC"] == ["0.04", "0.03", "0.03"]


@pytest.mark.parametrize("unit", ["practice", "locality", "hybrid"])
def test_a_practice_alone_is_a_unit_of_one_and_reinvests_itself(unit):
    document = les(saver(50_000, locality=None), readings={"savings_unit": unit})
    lines = earned(document)
    assert lines["reward", "E82001"] == "5000.00"
    assert lines["reinvestment", "E82001"] == "31500.00"
    assert lines["pct_share", "PCT"] == "13500.00"
    assert ("reinvestment", "DAC") not in lines


def cases(document):
    return result_document(calculate(parse(document)))["cases"]


@pytest.mark.parametrize("unit", ["practice", "locality", "hybrid"])
def test_an_overspend_is_reviewed_whatever_the_unit(unit):
    # capitation £6,000 + release £3,000
    case = {"practice": "E82003", "kind": "overspend_review", "exposure": "9000.00"}
    assert cases(three_practices(savings_unit=unit)) == [case]


@pytest.mark.parametrize("scope", ["objective_4_only", "all_lost"])
def test_other_readings_open_no_case(scope):
    assert cases(three_practices(overspend_scope=scope)) == []


def test_a_case_stands_with_nothing_exposed_and_ignores_what_was_paid():
    paid = {"payee": "E82001", "objective": 1, "component": "capitation", "amount": "8000.00"}
    document = les(saver(-1, sign_up=None), paid=[paid])
    assert [case["exposure"] for case in cases(document)] == ["0.00"]


def test_no_case_before_the_outturn_is_final():
    assert cases(les(practice(**budget(-1, outturn_final=False)))) == []


def test_cases_are_in_order_of_code():
    document = les(*(practice(code=code, **budget(-1)) for code in ("B", "A", "\U0001f600", "￿")))
    assert [case["practice"] for case in cases(document)] == ["A", "B", "￿", "\U0001f600"]


def with_paid(document, component, payee):
    paid = {"payee": payee, "objective": 4, "component": component, "amount": "1.00"}
    return document | {"paid": [paid]}


@pytest.mark.parametrize(
    ("document", "payee", "sentence"),
    [
        (
            les(saver(50_000)),
            "E82001",
            "Budget £1,000,000.00 − outturn £950,000.00: saving £50,000.00. 10% of £50,000.00 = "
            "£5,000.00; at most £1.00 × 8,000 patients = £8,000.00: within the cap, so the reward "
            "is £5,000.00.",
        ),
        (les(saver(200_000)), "E82001", "the cap applies, so the reward is £8,000.00."),
        (les(practice()), "E82001", "No outturn against the budget is known."),
        (
            les(practice(**budget(1, outturn_final=False))),
            "E82001",
            "The outturn is not final yet.",
        ),
        (
            les(saver(-5)),
            "E82001",
            "Budget £1,000,000.00 − outturn £1,000,005.00: overspend £5.00. "
            "There is no saving, so there is no reward.",
        ),
        (
            les(saver(5, sign_up=None)),
            "E82001",
            "There is no sign-up. Without a sign-up there is no reward.",
        ),
        (
            les(practice(**budget(5, quality_attested=False))),
            "E82001",
            "It is not attested that quality was kept up, so there is no reward.",
        ),
        (
            three_practices(savings_unit="locality"),
            "E82001",
            "Shared among the savers by their savings, £140,000.00 in all: £5,000.00 × "
            "£100,000.00 / £140,000.00, rounded down to £3,571.42, and one of the pennies left "
            "over, its remainder being among the largest = £3,571.43.",
        ),
        (
            three_practices(savings_unit="locality"),
            "E82002",
            "The practices of the locality together saved £50,000.00. 10% of £50,000.00 = "
            "£5,000.00; at most £1.00 × 24,000 patients = £24,000.00: within the cap, so the "
            "reward is £5,000.00. Shared among the savers by their savings, £140,000.00 in all: "
            "£5,000.00 × £40,000.00 / £140,000.00, rounded down to £1,428.57 = £1,428.57.",
        ),
        (
            three_practices(savings_unit="locality"),
            "E82003",
            "There is no saving, so there is no reward.",
        ),
        (
            les(
                saver(10),
                practice(code="E82002", **budget(-20)),
                readings={"savings_unit": "locality"},
            ),
            "E82001",
            "The practices of the locality together saved nothing (net −£10.00), so there is no "
            "reward to share.",
        ),
    ],
)
def test_the_working_of_a_reward(document, payee, sentence):
    assert sentence in working(with_paid(document, "reward", payee), "reward", payee)


@pytest.mark.parametrize(
    ("document", "component", "payee", "sentence"),
    [
        (
            les(saver(12_345.67, list_size=6913)),
            "pct_share",
            "PCT",
            "E82001: budget £1,000,000.00 − outturn £987,654.33 = £12,345.67; less the reward, "
            "£1,234.57, leaves £11,111.10 to split; 30% of it = £3,333.33.",
        ),
        (
            les(saver(0.05)),
            "pct_share",
            "PCT",
            "leaves £0.04 to split; 30% of it to the nearest penny = £0.01.",
        ),
        (
            les(saver(50_000)),
            "reinvestment",
            "DAC",
            "leaves £45,000.00 to split; less the PCT's 30%, £13,500.00, = £31,500.00.",
        ),
        (
            les(saver(200_000), readings={"split_base": "full_tenth"}),
            "unallocated",
            "PCT",
            "the first 10%, £20,000.00, less the reward, £8,000.00, = £12,000.00.",
        ),
        (
            les(saver(200_000), readings={"split_base": "full_tenth"}),
            "pct_share",
            "PCT",
            "less the first 10%, £20,000.00, leaves £180,000.00 to split; 30% of it = £54,000.00.",
        ),
        (
            les(saver(200_000)),
            "unallocated",
            "PCT",
            "only the reward is taken off before the split, so nothing is left over = £0.00.",
        ),
        (
            les(saver(80_000), readings={"reinvestment_share": "gross"}),
            "pct_share",
            "PCT",
            "less the reward, £8,000.00, and the reinvestment, 70% of the saving, £56,000.00 = "
            "£16,000.00.",
        ),
        (
            les(saver(80_000), readings={"reinvestment_share": "gross"}),
            "reinvestment",
            "DAC",
            "70% of the whole saving = £56,000.00.",
        ),
        (
            les(saver(0.01), readings={"reinvestment_share": "gross"}),
            "reinvestment",
            "DAC",
            "70% of the whole saving to the nearest penny = £0.01.",
        ),
        (
            three_practices(),
            "pct_share",
            "PCT",
            "E82003: budget £1,000,000.00 − outturn £1,090,000.00 = −£90,000.00: no saving to "
            "split. Together £37,800.00.",
        ),
        (
            three_practices(savings_unit="hybrid"),
            "reinvestment",
            "DAC",
            "DAC, budgets − outturns: E82001 £1,000,000.00 − £900,000.00 = £100,000.00; E82002 "
            "£1,000,000.00 − £960,000.00 = £40,000.00; E82003 £1,000,000.00 − £1,090,000.00 = "
            "−£90,000.00; together £50,000.00; less the reward, £14,000.00, leaves £36,000.00 to "
            "split; less the PCT's 30%, £10,800.00, = £25,200.00.",
        ),
        (
            les(practice()),
            "reinvestment",
            "DAC",
            "No final outturn against a budget is known, so there is nothing to split.",
        ),
    ],
)
def test_the_working_of_a_split(document, component, payee, sentence):
    assert sentence in working(with_paid(document, component, payee), component, payee)
