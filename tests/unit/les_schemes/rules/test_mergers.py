"""Practices merge or split within the year (AMB-67, AMB-68, EXC-08)."""

from tests.unit.les_schemes.contract_2 import (
    BLOCK,
    INFORMATION,
    ITEMS,
    LEVELS,
    MILESTONES,
    PER_PATIENT,
    SAVINGS,
    cases,
    due,
    earned,
    facts,
    member_of,
    paid,
    practice,
    scheme,
    sign_up,
    with_terms,
    working,
)

MERGER = {"predecessors": ["A", "B"], "successor": "C", "on": "2007-10-01"}
SUCCESSOR = {
    "code": "C",
    "lists": [{"as_at": "2007-10-01", "size": 13_900}],
    "memberships": [member_of("DAC", since="2007-10-01")],
}


def merged(objective, *, a=None, b=None, c=None, mergers=(MERGER,), **changes):
    readings = changes.pop("readings", {})
    return facts(
        scheme(objective, **readings),
        practice("A", 8000, **(a or {})),
        practice("B", 6000, **(b or {})),
        SUCCESSOR | (c or {}),
        mergers=list(mergers),
        **changes,
    )


def test_what_is_still_due_of_the_predecessors_is_the_successors():
    # AMB-67: £8,000 + £6,000 on their own lists of 1 April; £8,000 and £1,000 were paid to them
    items = [paid("A", 1, "capitation", "8000.00"), paid("B", 1, "capitation", "1000.00")]
    document = merged(PER_PATIENT, paid=items)
    assert earned(document) == {
        ("capitation", "A"): "8000.00",
        ("capitation", "B"): "1000.00",
        ("capitation", "C"): "5000.00",
    }
    assert due(document)["capitation", "A"] == due(document)["capitation", "B"] == "0.00"
    assert due(document)["capitation", "C"] == "5000.00"


def test_before_the_merger_each_is_paid_itself():
    assert due(merged(PER_PATIENT, as_at="2007-09-30")) == {
        ("capitation", "A"): "8000.00",
        ("capitation", "B"): "6000.00",
    }


def test_nothing_paid_before_makes_one_line_of_the_successor():
    assert due(merged(PER_PATIENT)) == {("capitation", "C"): "14000.00"}


def test_there_is_no_new_money_for_a_practice_that_had_not_signed_up():
    # EXC-08: only the signed list counts
    assert due(merged(PER_PATIENT, b={"sign_up": None})) == {("capitation", "C"): "8000.00"}


def test_too_much_paid_to_a_predecessor_is_due_back_from_the_successor():
    # its list was corrected from 8,000 to 7,900
    items = [paid("A", 1, "capitation", "8000.00"), paid("B", 1, "capitation", "6000.00")]
    document = merged(PER_PATIENT, a={"lists": [{"as_at": "2007-04-01", "size": 7900}]}, paid=items)
    assert due(document)["capitation", "C"] == "-100.00"


def test_the_working_tells_of_every_predecessor():
    items = [paid("A", 1, "capitation", "8000.00")]
    document = merged(PER_PATIENT, paid=items)
    text = working(document, "capitation", "C")
    assert "A, whose place it took on 1 October 2007:" in text
    assert "Of £8,000.00 earned £8,000.00 was paid to it, leaving £0.00." in text
    assert text.endswith("Together £6,000.00.")
    assert "On 1 October 2007 C took its place" in working(document, "capitation", "A")


def test_paying_the_successor_leaves_nothing_due():
    items = [paid("A", 1, "capitation", "8000.00"), paid("C", 1, "capitation", "6000.00")]
    assert set(due(merged(PER_PATIENT, paid=items)).values()) == {"0.00"}


def test_the_successors_reports_count_with_the_predecessors():
    first = ["2007-04", "2007-05", "2007-06"]
    later = ["2007-09", "2007-10", "2007-11"]  # that of September is before the merger
    document = merged(
        INFORMATION,
        a={"reports": first},
        b={"reports": first},
        c={"reports": later},
    )
    # (£4,000 + £3,000) × 5/12 = £1,666.67 + £1,250.00
    assert due(document)["information_release", "C"] == "2916.67"
    assert due(document)["information_fund", "DAC"] == "7000.00"


def test_the_fund_follows_the_successor():
    ended = {"memberships": [member_of("DAC", until="2007-10-01")]}
    document = merged(INFORMATION, a=ended, b=ended)
    assert earned(document)["information_fund", "DAC"] == "7000.00"
    document = merged(
        INFORMATION, a=ended, b=ended, c={"memberships": [member_of("WAT", since="2007-10-01")]}
    )
    # half a year each of £7,000
    assert earned(document) == {
        ("information_fund", "DAC"): "3500.00",
        ("information_fund", "WAT"): "3500.00",
    }


def test_a_successor_without_a_locality_of_its_own_moves_nobody():
    ended = {"memberships": [member_of("DAC", until="2007-10-01")]}
    document = merged(INFORMATION, a=ended, b=ended, c={"memberships": []})
    assert earned(document) == {("information_fund", "DAC"): "7000.00"}


def test_the_population_is_that_of_the_signed_lists_of_1_april():
    document = merged(LEVELS, localities=["DAC"])
    document["localities"][0]["levels"] = [{"level": 2, "decided": "2007-03-15"}]
    document["scheme"]["objectives"][0]["readings"] = {"level_floor": "none"}
    # 14,000 patients: 3 × £300 × 52 × 0.14 = £6,552
    assert earned(document)["gp_sessions", "DAC"] == "6552.00"


def test_closing_by_a_merger_is_no_withdrawal():
    closed = {"closed": "2007-10-01"}
    document = merged(PER_PATIENT, a=closed, b=closed)
    assert due(document) == {("capitation", "C"): "14000.00"}
    assert cases(document) == {}


def test_a_practice_may_take_another_into_itself():
    # B goes into A, which has a list, a sign-up and payments of its own
    document = facts(
        scheme(PER_PATIENT),
        practice("A", 8000),
        practice("B", 6000),
        mergers=[{"predecessors": ["B"], "successor": "A", "on": "2007-10-01"}],
        paid=[paid("A", 1, "capitation", "8000.00"), paid("B", 1, "capitation", "2000.00")],
    )
    assert due(document) == {("capitation", "A"): "4000.00", ("capitation", "B"): "0.00"}


def test_a_successor_may_merge_again():
    document = merged(
        PER_PATIENT,
        mergers=[MERGER, {"predecessors": ["C"], "successor": "D", "on": "2008-01-01"}],
        paid=[paid("A", 1, "capitation", "8000.00"), paid("C", 1, "capitation", "1000.00")],
    )
    document["providers"].append({"code": "D", "lists": []})
    # £14,000 less £8,000 and £1,000
    assert due(document)["capitation", "D"] == "5000.00"


def test_the_successor_shares_what_its_predecessors_milestones_pay():
    # each of the two was promised £500
    met = {"milestones": [{"objective": 1, "milestone": "m1", "met": "2007-10-15"}]}
    assert due(merged(MILESTONES, c=met)) == {("milestones", "C"): "1000.00"}
    early = {"milestones": [{"objective": 1, "milestone": "m1", "met": "2007-09-15"}]}
    assert due(merged(MILESTONES, c=early)) == {}


def test_instalments_go_on():
    # £12,000 each, quarterly; two each were paid before the merger
    quarterly = with_terms(BLOCK, instalment_months=["04", "07", "10", "01"])
    items = [paid("A", 1, "block", "6000.00"), paid("B", 1, "block", "6000.00")]
    assert due(merged(quarterly, paid=items))["block", "C"] == "12000.00"


def claims(**months):
    return {
        "claims": [
            {"objective": 1, "month": name.replace("_", "-"), "count": count}
            for name, count in ((key.removeprefix("m"), value) for key, value in months.items())
        ]
    }


def test_the_successors_items_are_numbered_on_from_its_predecessors():
    # bands: £12 for the first 50 items, £10 from item 51 on
    bands = [{"from": 1, "fee": "12.00"}, {"from": 51, "fee": "10.00"}]
    document = merged(
        with_terms(ITEMS, bands=bands),
        a=claims(m2007_05=40),
        b=claims(m2007_06=5),
        c=claims(m2007_09=99, m2007_10=20),  # those of September were before the merger
    )
    # 40 × £12 + 5 × £12; of the successor's 20 items 5 × £12 + 15 × £10
    assert due(document) == {("items", "C"): "750.00"}
    assert "5 × £12.00 + 15 × £10.00 = £210.00" in working(document, "items", "C")


def test_the_caps_of_the_predecessors_are_the_successors_together():
    document = merged(
        with_terms(ITEMS, yearly_cap=50),
        a=claims(m2007_05=40),
        b=claims(m2007_06=60),
        c=claims(m2007_10=20),
    )
    # 40 and 50 paid of 100 together, so 10 more: 100 × £12
    assert due(document) == {("items", "C"): "1200.00"}


def test_the_minimum_volume_is_reached_together():
    document = merged(
        with_terms(ITEMS, minimum_volume=60), a=claims(m2007_05=40), c=claims(m2007_10=20)
    )
    assert due(document) == {("items", "C"): "720.00"}
    short = merged(
        with_terms(ITEMS, minimum_volume=61), a=claims(m2007_05=40), c=claims(m2007_10=20)
    )
    assert due(short) == {}


def test_a_successor_that_signed_up_itself_has_items_of_its_own():
    document = merged(
        with_terms(ITEMS, yearly_cap=50),
        a=claims(m2007_05=40),
        c={"sign_up": sign_up()} | claims(m2007_10=60),
    )
    # 40 × £12 and 50 × £12
    assert due(document) == {("items", "C"): "1080.00"}


def test_a_successor_of_nobody_who_signed_up_is_paid_no_items():
    unsigned = {"sign_up": None}
    assert due(merged(ITEMS, a=unsigned, b=unsigned, c=claims(m2007_10=60))) == {}


BUDGET = {
    "budget": "1000000.00",
    "outturn": "800000.00",
    "outturn_final": True,
    "quality_attested": True,
}


def test_the_successors_reward_is_capped_by_the_signed_lists_of_1_april():
    # £20,000 of £200,000, at most £14,000
    assert earned(merged(SAVINGS, c=BUDGET))["reward", "C"] == "14000.00"
    one = merged(SAVINGS, b={"sign_up": None}, c=BUDGET)
    assert earned(one)["reward", "C"] == "8000.00"


def test_an_overspend_of_the_successor_puts_in_question_what_all_of_them_earned():
    document = facts(
        scheme(PER_PATIENT, SAVINGS),
        practice("A", 8000),
        practice("B", 6000),
        SUCCESSOR | BUDGET | {"outturn": "1000000.01"},
        mergers=[MERGER],
    )
    assert cases(document) == {("C", "overspend_review"): "14000.00"}


def test_after_a_split_the_parent_keeps_the_year():
    # AMB-68: the new practice starts with its list of the next 1 April
    new = {
        "code": "N",
        "lists": [{"as_at": "2007-10-01", "size": 3000}],
        "memberships": [member_of("DAC", since="2007-10-01")],
        "opened": "2007-10-01",
    }
    document = facts(scheme(PER_PATIENT), practice("A", 8000), new)
    assert earned(document) == {("capitation", "A"): "8000.00"}
