"""Rows of a monthly report against the agreed template: values, or every fault by its place."""

import pytest

from les_schemes.reports import reading
from les_schemes.reports.checking import RawRow, check
from les_schemes.reports.columns import ACTIVITY, REFERRALS, Standard, Use
from pbc import spreadsheets
from tests.reports import ACTIVITY_ROWS, REFERRAL_ROWS, good_sheets, raw, workbook


def faults(section, rows, standard=None):
    """By row and column."""
    checked = check(section, standard or Standard(), raw(rows))
    return {(fault.row, fault.key): fault.message for fault in checked.faults}


def test_rows_become_values_in_whole_numbers_and_pence():
    checked = check(ACTIVITY, Standard(), raw(ACTIVITY_ROWS))
    assert checked.faults == []
    assert checked.values[0]["reported_pence"] == 2_400_000
    assert checked.values[1] == {
        "provider": "Hemel Hempstead General",
        "pod": "a_and_e",
        "reported_count": 9,
        "reported_pence": 81_000,
        "validated_count": 9,
        "validated_pence": 81_000,
        "challenged_count": 0,
        "challenged_pence": 0,
        "outcome": "",
        "source_system": "",
    }


@pytest.mark.parametrize(
    "typed, value",
    [("12", 12), (" 1,204 ", 1204), ("0", 0), ("007", 7)],
)
def test_counts_are_read_as_people_type_them(typed, value):
    [row] = check(REFERRALS, Standard(), raw([{**REFERRAL_ROWS[0], "count": typed}])).values
    assert row["count"] == value


@pytest.mark.parametrize("typed", ["a dozen", "12.5", "-3", "1e3", "12 or 13", "²"])
def test_what_is_no_whole_number_is_told(typed):
    assert "whole number" in faults(REFERRALS, [{**REFERRAL_ROWS[0], "count": typed}])[1, "count"]


@pytest.mark.parametrize(
    "typed, pence",
    [("£1,250", 125_000), ("1250.5", 125_050), ("0.07", 7), ("1 250.00", 125_000)],
)
def test_amounts_are_read_as_people_type_them(typed, pence):
    row = {**ACTIVITY_ROWS[1], "reported_pence": typed}
    [value] = check(ACTIVITY, Standard(), raw([row])).values
    assert value["reported_pence"] == pence


@pytest.mark.parametrize("typed", ["12.345", "-1", "a lot", "£", "1,2e3"])
def test_what_is_no_amount_is_told(typed):
    found = faults(ACTIVITY, [{**ACTIVITY_ROWS[1], "reported_pence": typed}])
    assert "amount in pounds" in found[1, "reported_pence"]


def test_every_fault_of_every_row_is_told_at_once():
    rows = [
        {"specialty": "", "admission": "emergency", "provider": "", "count": ""},
        {**REFERRAL_ROWS[1], "count": "99999"},
        REFERRAL_ROWS[0],
        {"specialty": " ", "admission": "", "provider": "", "count": ""},
        {**REFERRAL_ROWS[0], "specialty": "CARDIOLOGY"},
    ]
    assert faults(REFERRALS, rows) == {
        (1, "specialty"): "Enter the specialty",
        (1, "admission"): "Enter one of: Elective, Unscheduled",
        (1, "count"): "Enter how many, 0 if none",
        (2, "count"): "The template agreed takes at most 20,000 in a row. Check it",
        (5, "specialty"): "This row repeats row 3. Add the two up in one row",
    }


def test_no_more_is_validated_or_challenged_than_was_reported():
    row = {
        **ACTIVITY_ROWS[0],
        "validated_count": "21",
        "challenged_count": "22",
        "challenged_pence": "24,000.01",
        "outcome": "",
    }
    assert faults(ACTIVITY, [row]) == {
        (1, "validated_count"): "More are validated than the 20 reported",
        (1, "challenged_count"): "More are challenged than the 20 reported",
        (1, "challenged_pence"): "More is challenged than the £24,000.00 reported",
        (1, "outcome"): "Say what came of the challenge, like Agreed or Waiting for the provider",
    }
    alone = {**ACTIVITY_ROWS[1], "challenged_pence": "5", "outcome": "Agreed"}
    assert faults(ACTIVITY, [alone]) == {
        (1, "challenged_count"): "Enter how many are challenged for this amount"
    }


def test_a_template_may_require_leave_out_and_name_the_words():
    standard = Standard(
        uses={"referrals.provider": Use.REQUIRED, "activity.source_system": Use.LEFT_OUT},
        words={"referrals.specialty": ("Cardiology", "General medicine")},
    )
    rows = [
        {**REFERRAL_ROWS[0], "specialty": "cardiology"},
        {**REFERRAL_ROWS[1], "specialty": "Hearts"},
    ]
    assert faults(REFERRALS, rows, standard) == {
        (2, "specialty"): "Use one of the agreed words: Cardiology, General medicine",
        (2, "provider"): "Enter the provider",
    }
    [value] = check(REFERRALS, standard, raw(rows[:1])).values
    assert value["specialty"] == "Cardiology"
    assert (1, "source_system") in faults(ACTIVITY, ACTIVITY_ROWS[:1], standard)
    assert "Source system" not in [column.heading for column in standard.columns(ACTIVITY)]
    assert Standard.from_data(standard.to_data()) == standard


def test_too_many_rows_are_told_once():
    rows = [{**REFERRAL_ROWS[0], "specialty": f"Specialty {number}"} for number in range(1_001)]
    assert list(faults(REFERRALS, rows)) == [(None, "")]


def test_text_is_one_line_of_words_and_not_too_long():
    [value] = check(
        REFERRALS, Standard(), raw([{**REFERRAL_ROWS[0], "specialty": " General \n medicine "}])
    ).values
    assert value["specialty"] == "General medicine"
    assert (1, "specialty") in faults(REFERRALS, [{**REFERRAL_ROWS[0], "specialty": "x" * 121}])


# Files


def read(data: bytes, standard: Standard | None = None) -> reading.Reading:
    return reading.read(spreadsheets.read(data), standard or Standard())


def places(found: reading.Reading) -> list[str]:
    return [fault.place for fault in found.faults]


def test_a_good_workbook_brings_both_sections():
    found = read(workbook())
    assert found.faults == []
    assert [row["count"] for row in found.values["referrals"]] == [12, 4]
    assert [row["reported_pence"] for row in found.values["activity"]] == [2_400_000, 81_050]


def test_faults_of_a_workbook_name_sheet_row_and_column_as_it_does():
    sheets = good_sheets()
    sheets["Referrals"][1][3] = "a dozen"
    sheets["Activity"][2][1] = "Emergency"
    sheets["Activity"].append([None] * 10 + ["beside the table"])
    sheets["Notes"] = [["Call me"]]
    found = read(workbook(**sheets))
    assert places(found) == [
        "Referrals, row 2, column D (Referrals)",
        "Activity, row 3, column B (Elective, unscheduled or A&E)",
        "Activity, row 4, column K",
        "Notes",
    ]
    assert [fault.value for fault in found.faults] == [
        "a dozen",
        "Emergency",
        "beside the table",
        "",
    ]


def test_headings_stand_in_any_order_and_case_and_what_is_unknown_is_told():
    mixed = {
        "REFERRALS": [
            ["referrals", " Specialty ", "ELECTIVE OR UNSCHEDULED"],
            [12, "Cardiology", "elective"],
        ]
    }
    found = read(workbook(**mixed))
    assert found.faults == []
    assert found.values["referrals"][0]["provider"] == ""
    wrong = {"Referrals": [["Speciality", "Specialty", "Specialty", "Provider"], ["a"]]}
    assert [(fault.place, fault.value) for fault in read(workbook(**wrong)).faults] == [
        ("Referrals, row 1, column A", "Speciality"),
        ("Referrals, row 1, column C", "Specialty"),
        ("Referrals, row 1", ""),
    ]


def test_a_csv_file_is_known_by_its_headings():
    csv = b"Specialty,Elective or unscheduled,Provider,Referrals\r\nCardiology,Elective,,12\r\n"
    assert read(csv).values["referrals"][0]["count"] == 12
    found = read(b"Hello,World\n1,2\n")
    assert places(found) == ["File, row 1"]
    assert "Specialty" in found.faults[0].message


@pytest.mark.parametrize("data", [b"\n\n", workbook(Referrals=[[]])])
def test_an_empty_file_is_told_as_empty(data):
    assert "empty" in read(data).faults[0].message


def test_two_sheets_of_one_section_are_told():
    sheets = {"Referrals": good_sheets()["Referrals"], "referrals ": good_sheets()["Referrals"]}
    assert "two sheets" in read(workbook(**sheets)).faults[0].message


def test_what_is_downloaded_can_be_sent_back():
    values = read(workbook()).values
    for section in (REFERRALS, ACTIVITY):
        rows = [
            RawRow(number, reading.as_typed(section, value))
            for number, value in enumerate(values[section.key], start=1)
        ]
        assert check(section, Standard(), rows).values == values[section.key]


def test_where_something_looks_like_an_nhs_number_is_told_and_never_what_it_is():
    """EXC-13, TV-44."""
    sheets = good_sheets()
    sheets["Referrals"][2][0] = "943 476 5919"
    sheets["943 476 5919"] = [["9434765919"]]
    book = spreadsheets.read(workbook(**sheets))
    told = reading.places_of_nhs_numbers(book)
    assert told == ["Referrals, row 3, column A", "row 1, column A"]
    assert reading.places_of_nhs_numbers(spreadsheets.read(workbook())) == []


def test_an_nhs_number_is_found_as_a_number_and_beside_the_rows():
    sheets = good_sheets()
    sheets["Activity"][1][2] = 9434765919
    book = spreadsheets.read(workbook(**sheets))
    assert reading.places_of_nhs_numbers(book) == ["Activity, row 2, column C"]
    named = good_sheets() | {"943-476-5919": [[]]}
    [place] = reading.places_of_nhs_numbers(spreadsheets.read(workbook(**named)))
    assert place.startswith("outside the rows")
