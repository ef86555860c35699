from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localities.importers import (
    commissioners,
    list_sizes,
    memberships,
    payments,
    planning,
    practices,
)
from localities.importers.findings import Parsed, Unreadable
from localities.statuses import CommissionerType, FindingProblem, ImportKind

TODAY = date(2026, 11, 21)


def an_ods_row(**values: str) -> str:
    """A row of 27 fields; ``f26="4"`` sets the twenty-sixth."""
    row = {
        "f1": "E82001", "f2": "ROTHSCHILD HOUSE SURGERY", "f5": "CHAPEL STREET", "f8": "TRING",
        "f10": "HP23 6PU", "f11": "19740401", "f13": "A", "f14": "B", "f15": "06N",
        "f16": "20130401", "f18": "01442 822468", "f22": "0", "f26": "4", **values,
    }  # fmt: skip
    return ",".join(f'"{row.get(f"f{number}", "")}"' for number in range(1, 28)) + "\n"


def parse_practices(*rows: str) -> Parsed:
    return practices.parse("".join(rows).encode(), today=TODAY)


def the_problems(parsed: Parsed) -> list[tuple[int, str, str, str]]:
    return [
        (finding.row, finding.column, finding.value, finding.problem) for finding in parsed.findings
    ]


def test_a_practice_with_its_commissioner_is_read_from_27_fields():
    [record] = parse_practices(an_ods_row(f10="HP236PU")).records

    assert (record.code, record.name) == ("E82001", "ROTHSCHILD HOUSE SURGERY")
    assert (record.address, record.postcode) == ("CHAPEL STREET\nTRING", "HP23 6PU")
    assert (record.opened, record.closed) == (date(1974, 4, 1), None)
    assert (record.membership.commissioner, record.membership.starts) == ("06N", date(2013, 4, 1))


def test_closing_and_leaving_dates_are_last_days():
    [record] = parse_practices(an_ods_row(f12="20161031", f13="C", f17="20161031")).records

    assert record.closed == date(2016, 11, 1)
    assert record.membership.ends == date(2016, 11, 1)


def test_what_is_no_gp_practice_is_counted_and_not_refused():
    parsed = parse_practices(an_ods_row(), an_ods_row(f1="E82X01", f26="9"), an_ods_row(f26="0"))

    assert (len(parsed.records), parsed.refused_rows, sum(parsed.ignored.values())) == (1, set(), 2)


@pytest.mark.parametrize(
    "values, column, problem",
    [
        ({"f1": ""}, "Organisation Code", FindingProblem.MISSING),
        ({"f1": "E82 001"}, "Organisation Code", FindingProblem.UNKNOWN_CODE),
        ({"f2": ""}, "Name", FindingProblem.MISSING),
        ({"f2": "N" * 201}, "Name", FindingProblem.TOO_LONG),
        ({"f11": "20070231"}, "Open Date", FindingProblem.IMPOSSIBLE_DATE),
        ({"f11": "02070401"}, "Open Date", FindingProblem.IMPOSSIBLE_DATE),
        ({"f11": "20270401"}, "Open Date", FindingProblem.IMPOSSIBLE_DATE),
        ({"f11": ""}, "Open Date", FindingProblem.MISSING),
        ({"f12": "19731231"}, "Close Date", FindingProblem.IMPOSSIBLE_DATE),
        ({"f13": "X"}, "Status Code", FindingProblem.UNKNOWN_CODE),
        ({"f17": "20121231"}, "Left Date", FindingProblem.IMPOSSIBLE_DATE),
        ({"f26": "four"}, "Prescribing Setting", FindingProblem.UNKNOWN_CODE),
    ],
)
def test_a_fault_is_named_by_row_and_column_and_the_good_rows_stay(values, column, problem):
    parsed = parse_practices(an_ods_row(f1="E82002"), an_ods_row(**values), an_ods_row(f1="E82003"))

    assert [record.code for record in parsed.records] == ["E82002", "E82003"]
    assert [(row, name, what) for row, name, _, what in the_problems(parsed)] == [
        (2, column, problem)
    ]
    assert parsed.findings[0].line == an_ods_row(**values).strip()


def test_every_fault_of_a_row_is_named_not_the_first_alone():
    parsed = parse_practices(an_ods_row(f2="", f11="20070231", f13="Q"))

    assert {column for _, column, _, _ in the_problems(parsed)} == {
        "Name",
        "Open Date",
        "Status Code",
    }
    assert parsed.refused_rows == {1}


def test_a_proposed_practice_may_open_in_the_future():
    [record] = parse_practices(an_ods_row(f11="20270401", f13="P", f16="20270401")).records

    assert record.opened == date(2027, 4, 1)


def test_a_dash_is_an_empty_date():
    [record] = parse_practices(an_ods_row(f12="-", f17="-")).records

    assert (record.closed, record.membership.ends) == (None, None)


def test_a_practice_without_a_joining_date_is_taken_without_its_membership():
    parsed = parse_practices(an_ods_row(f16=""))

    assert parsed.records[0].membership is None
    assert [finding.refused for finding in parsed.findings] == [False]


def test_the_same_row_twice_counts_once():
    parsed = parse_practices(an_ods_row(), an_ods_row())

    assert len(parsed.records) == 1
    assert the_problems(parsed) == [(2, "Organisation Code", "E82001", FindingProblem.DUPLICATE)]


def test_of_two_rows_that_differ_neither_is_taken():
    parsed = parse_practices(an_ods_row(), an_ods_row(f2="ANOTHER NAME"), an_ods_row(f1="E82002"))

    assert [record.code for record in parsed.records] == ["E82002"]
    assert parsed.refused_rows == {1, 2}


def test_a_row_of_the_wrong_width_is_refused_by_number():
    parsed = parse_practices(an_ods_row(), "A,B\n", an_ods_row(f1="E82003"))

    assert [record.code for record in parsed.records] == ["E82001", "E82003"]
    assert the_problems(parsed) == [(2, "(whole row)", "", FindingProblem.MALFORMED)]


def test_another_file_is_refused_as_a_whole():
    with pytest.raises(Unreadable, match="27 fields, the first row here has 2"):
        parse_practices("A,B\n", "C,D\n")


def test_an_accent_in_windows_1252_is_named_and_taken():
    data = an_ods_row(f2="CAFÉ SURGERY").encode("cp1252")

    parsed = practices.parse(data, today=TODAY)

    assert parsed.records[0].name == "CAFÉ SURGERY"
    assert the_problems(parsed) == [(1, "Name", "CAFÉ SURGERY", FindingProblem.ENCODING)]


@pytest.mark.parametrize(
    "name, expected",
    [
        ("NHS DARLINGTON CCG", CommissionerType.CCG),
        ("NHS CHESHIRE AND MERSEYSIDE ICB - 01J", CommissionerType.ICB),
        ("DACORUM PCT", CommissionerType.PCT),
        ("BETSI CADWALADR UNIVERSITY HEALTH BOARD", CommissionerType.HEALTH_BOARD),
        ("LONDON COMMISSIONING HUB", CommissionerType.UNKNOWN),
    ],
)
def test_the_name_of_a_commissioner_tells_its_type(name, expected):
    [record] = commissioners.parse(an_ods_row(f1="06N", f2=name).encode(), today=TODAY).records

    assert record.commissioner_type == expected


def test_a_leaving_date_is_the_last_day_of_membership():
    parsed = memberships.parse(b'"E82001","5GW","W","20010401","20060930","0"\n', today=TODAY)

    [record] = parsed.records
    assert (record.practice, record.commissioner) == ("E82001", "5GW")
    assert (record.starts, record.ends) == (date(2001, 4, 1), date(2006, 10, 1))


@pytest.mark.parametrize(
    "row, column",
    [
        ('"E82001","5GW","W","20010401","20010331","0"', "Left Parent Date"),
        ('"E82001","5GW","W","","20010331","0"', "Join Parent Date"),
        ('"E82001","","W","20010401","","0"', "Parent Organisation Code"),
        ('"E82001","5GW","Z","20010401","","0"', "Parent Organisation Type"),
        ('"E82001","5GW","W","20990401","","0"', "Join Parent Date"),
    ],
)
def test_an_impossible_membership_is_named(row, column):
    parsed = memberships.parse(f"{row}\n".encode(), today=TODAY)

    assert [finding.column for finding in parsed.findings] == [column]
    assert parsed.records == []


NATIONAL = (
    "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
)


def parse_lists(text: str, stated: date | None = None) -> Parsed:
    return list_sizes.parse(text.encode(), today=TODAY, stated=stated)


def test_the_national_extract_gives_lists_by_day():
    parsed = parse_lists(
        NATIONAL + "GP_PRAC_PAT_LIST,01Jul2021,GP,00L,E38000130,A84002,NE65 7UW,ALL,ALL,5994\n"
    )

    [record] = parsed.records
    assert (record.practice, record.as_at, record.registered, record.weighted) == (
        "A84002",
        date(2021, 7, 1),
        5994,
        None,
    )


def test_parts_of_a_list_and_totals_of_commissioners_are_left_out():
    parsed = parse_lists(
        NATIONAL
        + "X,01Jul2021,GP,00L,E,A84002,P,MALE,ALL,2994\n"
        + "X,01Jul2021,GP,00L,E,A84002,P,ALL,40_44,294\n"
        + "X,01Jul2021,CCG,00L,E,00L,P,ALL,ALL,294000\n"
        + "X,01Jul2021,GP,00L,E,A84002,P,ALL,ALL,5994\n"
        + NATIONAL
    )

    assert [record.registered for record in parsed.records] == [5994]
    assert sum(parsed.ignored.values()) == 4
    assert parsed.findings == []


def test_a_pct_may_bring_a_list_of_its_own():
    parsed = parse_lists(
        'Practice code,As at,Registered,Weighted\nE82001,01/04/2007,"8,205",8011.5\n'
    )

    [record] = parsed.records
    assert (record.as_at, record.registered, record.weighted) == (
        date(2007, 4, 1),
        8205,
        Decimal("8011.5"),
    )


def test_the_day_may_be_given_beside_the_file():
    assert parse_lists("code,patients\nE82001,8205\n", date(2007, 4, 1)).records[0].as_at == date(
        2007, 4, 1
    )
    with pytest.raises(Unreadable, match="as at which day"):
        parse_lists("code,patients\nE82001,8205\n")


def test_a_file_without_a_heading_for_the_code_is_refused_as_a_whole():
    with pytest.raises(Unreadable, match="practice code"):
        parse_lists("name,patients\nX,8205\n", date(2007, 4, 1))


def test_a_heading_that_is_there_twice_is_refused_as_a_whole():
    with pytest.raises(Unreadable, match="there twice"):
        parse_lists("code,date,patients,Patients\nE82001,2007-04-01,1,2\n")


@pytest.mark.parametrize(
    "value, problem",
    [
        ("-5", FindingProblem.NEGATIVE),
        ("24060.75", FindingProblem.NOT_WHOLE),
        ("eight", FindingProblem.NOT_WHOLE),
        ("1e3", FindingProblem.NOT_WHOLE),
        ("NaN", FindingProblem.NOT_WHOLE),
        ("٨٢٠٥", FindingProblem.NOT_WHOLE),
        ("8,20", FindingProblem.NOT_WHOLE),
        ("99999999999999999999", FindingProblem.TOO_LONG),
        ("", FindingProblem.MISSING),
    ],
)
def test_a_number_of_patients_is_a_whole_number_of_people(value, problem):
    parsed = parse_lists(f'code,date,patients\nE82001,2007-04-01,"{value}"\nE82002,2007-04-01,7\n')

    assert [(f.row, f.column, f.problem) for f in parsed.findings] == [(2, "patients", problem)]
    assert [record.practice for record in parsed.records] == ["E82002"]


def test_a_whole_number_written_with_decimals_is_whole():
    [record] = parse_lists("code,date,patients\nE82001,2007-04-01,8205.00\n").records

    assert record.registered == 8205


@pytest.mark.parametrize("value", ["31/04/2007", "20070230", "01/04/2099", "1 Nevember 2007"])
def test_an_impossible_day_of_a_list_is_named(value):
    parsed = parse_lists(f"code,date,patients\nE82001,{value},8205\n")

    assert [(f.column, f.value, f.problem) for f in parsed.findings] == [
        ("date", value, FindingProblem.IMPOSSIBLE_DATE)
    ]


def test_a_practice_counted_twice_on_a_day_is_named_and_not_taken():
    parsed = parse_lists(
        "code,date,patients\nK82057,2007-04-01,8662\nE82001,2007-04-01,8205\n"
        "K82057,2007-04-01,8600\n"
    )

    assert [record.practice for record in parsed.records] == ["E82001"]
    assert [(f.row, f.value) for f in parsed.findings] == [
        (2, "K82057, 1 April 2007"),
        (4, "K82057, 1 April 2007"),
    ]


PAYMENTS = (
    "Practice Code,Quarter used for patient data,"
    "Number of Registered Patients (Last Known Figure),"
    'Number of Weighted Patients (Last Known Figure),"Vaccine, \npart two"\n'
)


@pytest.mark.parametrize(
    "quarter, as_at",
    [
        ("Q1", date(2016, 4, 1)),
        ("Q2", date(2016, 7, 1)),
        ("Q3", date(2016, 10, 1)),
        ("Q4", date(2017, 1, 1)),
    ],
)
def test_a_quarter_is_its_first_day(quarter, as_at):
    parsed = payments.parse(
        f"{PAYMENTS}A81001,{quarter},4179,4771.66,1\n".encode(),
        today=TODAY,
        stated=date(2016, 4, 1),
    )

    [record] = parsed.records
    assert (record.as_at, record.registered, record.weighted) == (as_at, 4179, Decimal("4771.66"))


def test_a_practice_paid_without_a_list_is_left_out_and_a_list_without_a_quarter_refused():
    parsed = payments.parse(
        f"{PAYMENTS}A81001,N/A,0,0,1\nA81002,N/A,500,0,1\n".encode(),
        today=TODAY,
        stated=date(2016, 4, 1),
    )

    assert parsed.ignored[payments.NO_LIST] == 1
    assert [finding.row for finding in parsed.findings] == [3]


def test_the_payments_file_needs_its_year():
    with pytest.raises(Unreadable, match="financial year"):
        payments.parse(f"{PAYMENTS}A81001,Q1,1,1,1\n".encode(), today=TODAY)


@pytest.mark.parametrize("written", ["2016/17", "16-17", "2016-2017", " 2016 / 17 "])
def test_a_financial_year_is_read_however_it_is_written(written):
    assert payments.year_stated(written) == date(2016, 4, 1)


@pytest.mark.parametrize("written", ["2016", "2016/18", "", "last year", "16/2018"])
def test_what_is_no_financial_year_is_none(written):
    assert payments.year_stated(written) is None


_cells = st.one_of(
    st.sampled_from(
        ["E82001", "06N", "4", "A", "W", "20070401", "20060930", "", "-", "8205", "-3", "ALL", "Q4"]
    ),
    st.text(max_size=6),
)


@st.composite
def _files(draw: st.DrawFn, kind: str) -> bytes:
    width = {ImportKind.MEMBERSHIPS: 6, ImportKind.LIST_SIZES: 5, ImportKind.PAYMENTS: 4}.get(
        kind, 27
    )
    rows = draw(
        st.lists(st.lists(_cells, min_size=width - 1, max_size=width + 1), min_size=1, max_size=6)
    )
    heading = {
        ImportKind.LIST_SIZES: "code,date,patients,sex,weighted\n",
        ImportKind.PAYMENTS: PAYMENTS.partition(',"')[0] + "\n",
    }.get(kind, "")
    text = heading + "".join(",".join(row) + "\n" for row in rows)
    return text.encode("utf-8", errors="surrogatepass") + draw(st.binary(max_size=20))


@pytest.mark.parametrize("kind", list(ImportKind))
@given(data=st.data())
def test_whatever_a_file_holds_every_row_is_taken_refused_or_left_out(kind, data):
    try:
        parsed = planning.parse(kind, data.draw(_files(kind)), today=TODAY, stated=date(2016, 4, 1))
    except Unreadable:
        return
    ignored = sum(parsed.ignored.values())
    assert len(parsed.records) + len(parsed.refused_rows) + ignored == parsed.rows
    assert not parsed.refused_rows & {record.row for record in parsed.records}
