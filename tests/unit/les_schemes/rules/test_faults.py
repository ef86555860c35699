"""Malformed documents: every fault is found and named by its path, and nothing else is."""

import json

import pytest

from les_schemes.rules import Faults, parse, parse_each, read
from tests.unit.les_schemes.documents import (
    budget,
    des,
    des_practice,
    les,
    practice,
    sign_up,
)

MISSING = object()
PAID = {"payee": "E82001", "objective": 1, "component": "capitation", "amount": "8000.00"}


def whole_les():
    """A document in which every optional part is there."""
    return les(
        practice(reports=["2007-04"], **budget(50_000)),
        practice(code="E82002"),
        levels=[{"level": 2, "decided": "2007-06-28"}],
        readings={"level_floor": "none"},
        terms={"capitation_rate": "1.00"},
        paid=[dict(PAID)],
    )


def whole_des():
    return des(
        des_practice(
            achievement={
                "list_size": 8100,
                "milestones_met": True,
                "freed_up_resources": "-5.00",
            }
        ),
        readings={"split_scope": "plan_only"},
        terms={"rate": "0.95"},
        paid=[{"payee": "DAC", "objective": 2, "component": "invoice_pot", "amount": "-1.00"}],
    )


def changed(document, path, value):
    """The document with the value at a path changed, or taken out."""
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return document


def written(path):
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def paths(document):
    """The paths of the faults in a document, in order."""
    with pytest.raises(Faults) as refused:
        parse(document)
    assert all("\n" not in str(fault) for fault in refused.value.faults)
    return [fault.path for fault in refused.value.faults]


NOT_TEXT = [None, 5, True, [], {}, 1.5]
NOT_A_WHOLE_NUMBER = [None, True, False, 5.0, 1e3, "5", -1, [], {}, float("nan"), 10**1000]
NOT_MONEY = [None, 5, 5.0, True, "5", "5.0", "5.000", "+5.00", " 5.00", "5.00\n", "5,000.00", ".50"]
NOT_MONEY += ["£5.00", "5.00 ", "٥.٠٠", "1e2", "--5.00", "", [], {}, "9" * 1000 + ".00"]
NOT_A_RATE = [*NOT_MONEY, "-0.01"]
NOT_A_DATE = [None, 20070430, "2007-4-30", "30/04/2007", "2007-04-31", "2007-13-01", "2007-02-29"]
NOT_A_DATE += ["2007-04-30T00:00", "20070430", "2007-W18-1", " 2007-04-30", "2007-04-30\n", ""]
NOT_A_DATE += ["0000-01-01", "２００７-04-30", True, [], {}, "2007-00-10", "2007-04"]
NOT_A_MONTH = [None, "2007-4", "2007-13", "2007-04-01", "200704", 200704, "2007-03", "2008-04"]
NOT_A_MONTH += ["1999-12", "April", "", True, [], {}, "2007-04\n"]
NOT_A_FRACTION = [None, 0.1, 1, "0.12345", "1.1", "1.0001", "-0.1", ".5", "1.", "10%", "", "0,1"]
NOT_A_FRACTION += ["1e-1", "1/10", True, [], {}, "0" * 1001]
NOT_A_BOOLEAN = [None, 0, 1, "true", "", [], {}]
NOT_A_LIST = [None, {}, "", 0, True]
NOT_AN_OBJECT = [None, [], "", 0, True]

PRACTICE = ("practices", 0)
SIGN_UP = (*PRACTICE, "sign_up")
LOCALITY = ("localities", 0)
AWARD = (*LOCALITY, "levels", 0)
AMOUNT = ("paid", 0)

LES_VALUES = [
    (("contract",), [*NOT_TEXT, 0, 3, 1.0, 2.0, True, "1"]),
    (("as_at",), NOT_A_DATE),
    (("readings",), NOT_AN_OBJECT),
    (("terms",), NOT_AN_OBJECT),
    (("localities",), NOT_A_LIST),
    (("practices",), NOT_A_LIST),
    (("paid",), NOT_A_LIST),
    (LOCALITY, [*NOT_AN_OBJECT, [{}]]),
    ((*LOCALITY, "code"), [*NOT_TEXT, "", "PCT"]),
    ((*LOCALITY, "formed"), NOT_A_DATE),
    ((*LOCALITY, "levels"), NOT_A_LIST),
    (AWARD, NOT_AN_OBJECT),
    ((*AWARD, "level"), [*NOT_A_WHOLE_NUMBER, 0, 4, "2"]),
    ((*AWARD, "decided"), NOT_A_DATE),
    (PRACTICE, NOT_AN_OBJECT),
    ((*PRACTICE, "code"), [*NOT_TEXT, "", "PCT"]),
    ((*PRACTICE, "locality"), [5, True, [], {}, "", "XYZ", "E82001"]),
    ((*PRACTICE, "list_size"), NOT_A_WHOLE_NUMBER),
    (SIGN_UP, [[], "", 0, True]),
    ((*SIGN_UP, "received"), NOT_A_DATE),
    ((*SIGN_UP, "accepted"), [*NOT_A_DATE, "2007-04-11"]),
    ((*SIGN_UP, "eligible_gps"), NOT_A_WHOLE_NUMBER),
    ((*SIGN_UP, "signed_gps"), [*NOT_A_WHOLE_NUMBER, 6]),
    ((*PRACTICE, "reports"), NOT_A_LIST),
    ((*PRACTICE, "reports", 0), NOT_A_MONTH),
    ((*PRACTICE, "budget"), NOT_MONEY),
    ((*PRACTICE, "outturn"), NOT_MONEY),
    ((*PRACTICE, "outturn_final"), NOT_A_BOOLEAN),
    ((*PRACTICE, "quality_attested"), NOT_A_BOOLEAN),
    (AMOUNT, NOT_AN_OBJECT),
    ((*AMOUNT, "payee"), [*NOT_TEXT, "", "E82003"]),
    ((*AMOUNT, "objective"), [*NOT_A_WHOLE_NUMBER, 0, 5]),
    ((*AMOUNT, "component"), [*NOT_TEXT, "", "reward", "capitation "]),
    ((*AMOUNT, "amount"), NOT_MONEY),
    *[
        (("terms", name), NOT_A_RATE)
        for name in (
            "capitation_rate",
            "information_rate",
            "session_rate",
            "staff_hour_rate",
            "reward_cap_per_patient",
        )
    ],
    (("terms", "weeks"), NOT_A_WHOLE_NUMBER),
    (("terms", "reward_fraction"), NOT_A_FRACTION),
    (("terms", "reinvestment_fraction"), NOT_A_FRACTION),
    (("terms", "sign_up_deadline"), NOT_A_DATE),
    *[
        (("readings", name), [*NOT_TEXT, "", "some", "FULL"])
        for name in (
            "late_sign_up",
            "gp_signatures",
            "population",
            "capitation_units",
            "level_mode",
            "level_floor",
            "level_effective",
            "part_year",
            "information_release",
            "savings_unit",
            "split_base",
            "reinvestment_share",
            "overspend_scope",
        )
    ],
]

DES_VALUES = [
    ((*PRACTICE, "plan_agreed"), NOT_A_DATE[1:]),
    ((*PRACTICE, "list_size"), NOT_A_WHOLE_NUMBER),
    ((*PRACTICE, "achievement"), NOT_AN_OBJECT),
    ((*PRACTICE, "achievement", "list_size"), NOT_A_WHOLE_NUMBER),
    ((*PRACTICE, "achievement", "milestones_met"), NOT_A_BOOLEAN),
    ((*PRACTICE, "achievement", "freed_up_resources"), NOT_MONEY),
    (("terms", "rate"), NOT_A_RATE),
    (("terms", "practice_fraction"), NOT_A_FRACTION),
    (("readings", "split_scope"), [*NOT_TEXT, "", "none"]),
    ((*AMOUNT, "payee"), ["PCT", "E82002"]),
    ((*AMOUNT, "objective"), [0, 3]),
    ((*AMOUNT, "component"), ["capitation"]),
]


def cases(values):
    return [
        pytest.param(path, value, id=f"{written(path)}={str(value)[:20]!r}")
        for path, wrong in values
        for value in wrong
    ]


@pytest.mark.parametrize(("path", "value"), cases(LES_VALUES))
def test_a_wrong_value_in_the_les_is_the_one_fault(path, value):
    assert paths(changed(whole_les(), path, value)) == [written(path)]


@pytest.mark.parametrize(("path", "value"), cases(DES_VALUES))
def test_a_wrong_value_in_the_des_is_the_one_fault(path, value):
    assert paths(changed(whole_des(), path, value)) == [written(path)]


@pytest.mark.parametrize(
    "path",
    [
        ("contract",),
        ("scheme",),
        ("as_at",),
        ("localities",),
        ("practices",),
        *[(*LOCALITY, key) for key in ("code", "formed", "levels")],
        *[(*AWARD, key) for key in ("level", "decided")],
        *[(*PRACTICE, key) for key in ("code", "list_size")],
        *[(*SIGN_UP, key) for key in ("received", "accepted", "eligible_gps", "signed_gps")],
        *[(*PRACTICE, key) for key in ("budget", "outturn", "outturn_final", "quality_attested")],
        *[(*AMOUNT, key) for key in ("payee", "objective", "component", "amount")],
    ],
    ids=written,
)
def test_a_missing_key_is_named_by_its_own_path(path):
    assert paths(changed(whole_les(), path, MISSING)) == [written(path)]


@pytest.mark.parametrize(
    "path",
    [
        (*LOCALITY, "formed"),
        (*PRACTICE, "plan_agreed"),
        *[
            (*PRACTICE, "achievement", key)
            for key in ("list_size", "milestones_met", "freed_up_resources")
        ],
    ],
    ids=written,
)
def test_a_missing_key_of_the_des_is_named_by_its_own_path(path):
    assert paths(changed(whole_des(), path, MISSING)) == [written(path)]


@pytest.mark.parametrize(
    "path",
    [
        ("readings",),
        ("terms",),
        ("paid",),
        ("readings", "level_floor"),
        ("terms", "capitation_rate"),
        *[(*PRACTICE, key) for key in ("locality", "sign_up", "reports")],
    ],
    ids=written,
)
def test_what_is_optional_may_be_left_out(path):
    assert parse(changed(whole_les(), path, MISSING))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*PRACTICE, "locality"), None),
        ((*PRACTICE, "sign_up"), None),
        ((*PRACTICE, "reports"), []),
        ((*PRACTICE, "reports"), ["2007-04", "2007-04", "2008-03"]),
        ((*PRACTICE, "budget"), "-5.00"),
        ((*PRACTICE, "outturn"), "-0.00"),
        ((*PRACTICE, "budget"), "007.00"),
        ((*SIGN_UP, "accepted"), "2007-04-12"),
        ((*SIGN_UP, "eligible_gps"), 10**999),
        ((*LOCALITY, "levels"), []),
        (("paid",), []),
        (("practices", 1, "code"), " "),
        ((*AMOUNT, "amount"), "-8000.00"),
        ((*AMOUNT, "payee"), "DAC"),
        ((*AMOUNT, "payee"), "PCT"),
        (("terms", "weeks"), 0),
        (("terms", "capitation_rate"), "0.00"),
        (("terms", "capitation_rate"), "-0.00"),
        (("terms", "reward_fraction"), "0"),
        (("terms", "reward_fraction"), "1"),
        (("terms", "reward_fraction"), "1.0000"),
        (("terms", "reward_fraction"), "0.0125"),
        (("as_at",), "0001-01-01"),
        (("as_at",), "9999-12-31"),
    ],
)
def test_unusual_values_that_are_right(path, value):
    assert parse(changed(whole_les(), path, value))


@pytest.mark.parametrize(
    "way",
    [(), LOCALITY, AWARD, PRACTICE, SIGN_UP, AMOUNT, ("readings",), ("terms",)],
    ids=lambda way: written(way) or "$",
)
def test_an_unknown_key_is_refused_wherever_it_stands(way):
    path = (*way, "colour")
    assert paths(changed(whole_les(), path, "red")) == [written(path)]


@pytest.mark.parametrize(
    "path",
    [
        (*LOCALITY, "levels"),
        (*PRACTICE, "sign_up"),
        (*PRACTICE, "reports"),
        (*PRACTICE, "budget"),
        (*PRACTICE, "achievement", "colour"),
        ("terms", "capitation_rate"),
        ("readings", "savings_unit"),
    ],
    ids=written,
)
def test_keys_of_the_les_are_unknown_to_the_des(path):
    assert paths(changed(whole_des(), path, [])) == [written(path)]


@pytest.mark.parametrize("key", ["", "a\nb", "\x1b[31m"])
def test_a_key_that_cannot_be_read_on_its_line_is_quoted(key):
    assert paths(changed(whole_les(), (key,), 1)) == [json.dumps(key)]


@pytest.mark.parametrize("document", [None, 5, "text", True, 1.5])
def test_a_document_that_is_no_object_is_at_fault_as_a_whole(document):
    assert paths(document) == ["$"]


@pytest.mark.parametrize("scheme", [None, 5, [], "", "pbc-les-2008-09", "PBC-LES-2007-08"])
def test_under_an_unknown_scheme_what_hangs_on_it_is_not_looked_at(scheme):
    document = whole_les() | {"scheme": scheme, "readings": {"any": 1}, "terms": {"any": 1}}
    document["practices"][0]["any"] = 1
    document["practices"][0]["reports"] = 1
    document["paid"][0]["component"] = "any"
    document["paid"].append(PAID | {"payee": "PCT", "objective": 9})
    assert paths(document) == ["scheme"]


def test_under_an_unknown_scheme_what_all_schemes_share_is_looked_at():
    document = whole_les() | {"scheme": "unknown", "contract": 3, "as_at": "never", "colour": 1}
    document["localities"][0]["formed"] = "never"
    document["practices"][0] |= {"list_size": -1, "locality": "XYZ"}
    document["practices"][1]["code"] = "E82001"
    document["paid"][0] |= {"payee": "XYZ", "amount": "free", "colour": 1}
    assert sorted(paths(document)) == [
        "as_at",
        "colour",
        "contract",
        "localities[0].formed",
        "paid[0].amount",
        "paid[0].colour",
        "paid[0].payee",
        "practices[0].list_size",
        "practices[0].locality",
        "practices[1].code",
        "scheme",
    ]


def test_a_duplicate_is_named_by_the_second_one():
    document = les(practice(), practice(), practice())
    assert paths(document) == ["practices[1].code", "practices[2].code"]
    document = les()
    document["localities"] *= 2
    assert paths(document) == ["localities[1].code"]


def test_practices_and_localities_share_one_namespace():
    assert paths(les(practice(code="DAC"))) == ["practices[0].code"]


def test_hybrid_allows_no_other_split():
    readings = {"savings_unit": "hybrid"}
    assert parse(les(readings=readings))
    assert parse(les(readings=readings | {"split_base": "net_of_reward"}))
    full_tenth = readings | {"split_base": "full_tenth"}
    assert paths(les(readings=full_tenth)) == ["readings.split_base"]
    gross = readings | {"reinvestment_share": "gross"}
    assert paths(les(readings=gross)) == ["readings.reinvestment_share"]
    assert paths(les(readings=full_tenth | gross)) == [
        "readings.split_base",
        "readings.reinvestment_share",
    ]
    # A reading that cannot be read is one fault, not two.
    assert paths(les(readings=readings | {"split_base": "none"})) == ["readings.split_base"]


def test_budget_fields_stand_together():
    member = practice(outturn="5.00")
    assert paths(les(member)) == [
        "practices[0].budget",
        "practices[0].outturn_final",
        "practices[0].quality_attested",
    ]
    assert parse(les(practice(**budget(1, outturn_final=False))))


def test_an_objective_and_a_component_may_both_be_unknown():
    document = les(practice(), paid=[PAID | {"objective": 9, "component": "any"}])
    assert paths(document) == ["paid[0].objective", "paid[0].component"]


def test_all_faults_are_printed():
    document = whole_les()
    document["as_at"] = "2007-02-30"
    document["colour"] = "red"
    document["localities"][0]["levels"][0]["level"] = 4
    document["practices"][0]["list_size"] = "8000"
    document["practices"][0]["sign_up"] = sign_up(accepted="2007-01-01", signed_gps=6)
    document["practices"][1]["locality"] = "XYZ"
    document["paid"][0]["payee"] = "XYZ"
    document["terms"]["weeks"] = -1
    assert sorted(paths(document)) == [
        "as_at",
        "colour",
        "localities[0].levels[0].level",
        "paid[0].payee",
        "practices[0].list_size",
        "practices[0].sign_up.accepted",
        "practices[0].sign_up.signed_gps",
        "practices[1].locality",
        "terms.weeks",
    ]


def test_one_fault_in_a_list_refuses_the_whole_list():
    faulty = changed(whole_les(), (*PRACTICE, "list_size"), -1)
    with pytest.raises(Faults) as refused:
        parse_each([whole_les(), faulty, [whole_les()], {}, whole_des(), 5])
    assert [fault.path for fault in refused.value.faults] == [
        "[1].practices[0].list_size",
        "[2]",
        *[f"[3].{key}" for key in ("contract", "scheme", "as_at", "localities", "practices")],
        "[5]",
    ]


def test_a_list_may_mix_schemes_and_be_empty():
    assert [facts.definition.code for facts in parse_each([whole_les(), whole_des()])] == [
        "pbc-les-2007-08",
        "towards-pbc-des-2006-07",
    ]
    assert parse_each([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "{'contract': 1}",
        '{"contract": 1,}',
        '{"contract": 01}',
        '{"contract": 1} {}',
        "[" * 100_000,
        '{"contract": ' + "9" * 5000 + "}",
        b"\xff\xfe\x00",
        b'{"scheme": "\xe9"}',
    ],
)
def test_what_is_not_json_is_at_fault_as_a_whole(text):
    with pytest.raises(Faults) as refused:
        read(text)
    assert [fault.path for fault in refused.value.faults] == ["$"]


def test_a_byte_order_mark_is_passed_over():
    assert read(b'\xef\xbb\xbf{"contract": 1}') == {"contract": 1}


def test_a_key_that_stands_twice_is_refused_where_it_stands():
    text = json.dumps(whole_les())
    text = text.replace('"list_size": 8000', '"list_size": 8000, "list_size": 8000', 1)
    text = text.replace('"contract": 1', '"contract": 1, "contract": 1, "contract": 1')
    assert paths(read(text)) == ["contract", "practices[0].list_size"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "8e3", "8000.0"])
def test_numbers_beyond_the_contract_are_refused_where_they_stand(number):
    text = json.dumps(whole_les()).replace('"list_size": 8000', f'"list_size": {number}', 1)
    assert paths(read(text)) == ["practices[0].list_size"]


def test_minus_nothing_is_a_whole_number():
    text = json.dumps(whole_les()).replace('"list_size": 8000', '"list_size": -0', 1)
    assert parse(read(text)).providers[0].lists[0].size == 0


def test_a_fault_says_what_is_wrong():
    document = whole_les()
    document["practices"][0]["list_size"] = "8000"
    document["practices"][0]["locality"] = "W" * 100
    with pytest.raises(Faults) as refused:
        parse(document)
    assert str(refused.value) == (
        "practices[0].list_size: must be a whole number, not '8000'\n"
        f"practices[0].locality: '{'W' * 56}... is not among the localities"
    )
