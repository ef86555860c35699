"""Scheme files of designed schemes: those that ship, and what is wrong with others (SM-01)."""

import copy
import io
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from les_schemes import loading
from les_schemes.design.texts import REQUIRED
from les_schemes.loading import archive, form

CHECKS = loading.SHIPPED / "blood_pressure_checks_2025_26.toml"
SHIPPED = sorted(loading.SHIPPED.glob("*.toml"))


DOCUMENTS = [tomllib.loads(path.read_text()) for path in SHIPPED]
anything = st.recursive(
    st.one_of(
        st.text(max_size=5),
        st.integers(-(10**30), 10**30),
        st.booleans(),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.sampled_from(["none", "{", "{capitation}", "{localities.real}", "1.00", "2007-04"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value, path=()):
    """The paths to everything within a document."""
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_stands_anywhere_is_taken_or_named_and_nothing_breaks(data):
    content = copy.deepcopy(data.draw(st.sampled_from(DOCUMENTS)))
    path = data.draw(st.sampled_from(list(places(content))))
    holder = content
    for key in path[:-1]:
        holder = holder[key]
    if data.draw(st.booleans()):
        del holder[path[-1]]
    else:
        holder[path[-1]] = data.draw(anything)

    faults = form.faults(content)

    assert all(isinstance(fault, str) and fault for fault in faults)
    if not faults:
        form.definition(content)


@pytest.fixture
def changed(tmp_path: Path):
    """A copy of the blood pressure checks in which a text is replaced by another."""

    def change(old: str, new: str) -> Path:
        text = CHECKS.read_text()
        assert old in text
        path = tmp_path / "scheme.toml"
        path.write_text(text.replace(old, new, 1))
        shutil.copy(loading.SHIPPED / "governance_stand_in.txt", tmp_path)
        return path

    return change


def faults_of(path: Path) -> list[str]:
    with pytest.raises(loading.UnreadableScheme) as refusal:
        loading.read(path)
    return refusal.value.faults


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return target.getvalue()


def good() -> dict[str, bytes]:
    framework = loading.SHIPPED / "governance_stand_in.txt"
    return {"scheme.toml": CHECKS.read_bytes(), framework.name: framework.read_bytes()}


def test_four_files_ship():
    assert [path.name for path in SHIPPED] == [
        "blood_pressure_checks_2025_26.toml",
        "pbc_les_2007_08.toml",
        "towards_pbc_des_2006_07.toml",
        "training_of_practitioners_les_v1_2.toml",
    ]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_examples_of_a_file_that_ships_pass_and_prove_every_objective(path):
    scheme_file = loading.read(path)

    assert scheme_file.failing == {}
    proved = {
        line["objective"]
        for example in scheme_file.examples
        for line in example.expected["lines"]
        if line["amount"] != "0.00"
    }
    assert proved == {objective.number for objective in scheme_file.definition.objectives}
    assert all(example.note for example in scheme_file.examples)
    assert all(scheme_file.content["texts"].get(name) for name in REQUIRED)
    assert b"STAND-IN" in scheme_file.framework
    # The sources name officers of their day; what ships does not.
    assert not re.search(r"Phipps|nhs\.net|Waverley|Royalty House", path.read_text())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('fee = "15.00"', 'fee = "15"', "objectives[0].terms.bands[1].fee: must be money"),
        ("yearly_cap = 1500", 'yearly_cap = "1500"', "objectives[0].terms.yearly_cap: must be"),
        ("minimum_volume = 20\n", "", "objectives[0].terms.minimum_volume: is missing"),
        ("minimum_volume = 20", "minimum = 20", "objectives[0].terms.minimum: is not a key"),
        ('kind = "block"', 'kind = "bloc"', "objectives[1].kind: must be one of per_patient"),
        ('kind = "block"', 'kind = "plan"', "objectives[1].terms.rate: is missing"),
        ("number = 2", "number = 3", "objectives[1].number: must be 2"),
        ("AT PRACTICE LEVEL", "AT HOME", "objectives[0].level: must be AT PRACTICE LEVEL or"),
        (
            'band_mode = "each_item_at_its_band"',
            'band_mode = "each"',
            "objectives[0].readings.band_mode: must be one of",
        ),
        ("late_sign_up =", "late_signup =", "readings.late_sign_up: is missing"),
        ("late_sign_up =", "late_signup =", "readings.late_signup: is not known"),
        ("late_sign_up = ", 'withdrawn = "keep"\nlate_sign_up = ', "readings.withdrawn"),
        ('kind = "lcs"', 'kind = "lxs"', "kind: must be one of les, des"),
        ('kind = "lcs"\n', "", "kind: is missing"),
        (
            "requires_registered_list = false",
            "requires_registered_list = true",
            "requires_registered_list: must be false: only practices",
        ),
        ("withdrawal_notice_days = 28", "withdrawal_notice_days = -1", "must not be below 0"),
        ("withdrawal_notice_days = 28", "withdrawal_notice_days = true", "a whole number"),
        ("review_on = 2025-12-01", 'review_on = "2025-12-01"', "review_on: must be a date"),
        ("= 2025\n", "= 20255\n", "financial_year_starts_in: must be a year from"),
        ("2025-04-30T23:59:59", "2035-04-30T23:59:59", "sign_up_deadline: must be a day up to"),
        ('code = "blood', 'code = "Blood', "code: must be small letters"),
        ("commissioner.example", "", "return_email: must be an e-mail address"),
        ("aims = [", "aim = [", "texts.aim: is not known"),
        ("undertaking = ", "undertaking = 1 #", "texts.undertaking: must be text"),
        ('file = "governance', 'file = "../governance', "framework.file: must be the name of"),
        ('agreed = "January 2025"', "", "framework.agreed: is missing"),
        ('title = "A pharmacy, which', 'tytle = "A pharmacy, which', "examples[1].tytle"),
        ('{"contract": 2,', '{"contract": 2.0,', "examples[0].facts: contract must not be"),
        ('{"contract": 2,', '{"contract": 2, "as_at": "",', "as_at stands more than once"),
        ('{"contract": 2,', "contract: 2", "examples[0].facts: is not JSON"),
        ("expected.lines", "expected.line", "examples[0].expected.line: is not known"),
        ("[[examples]]", '[[consultation]]\nbody = "lmc"\n[[examples]]', "consultation[0].on"),
        ("[readings]", '[cost_shares]\nXDA = "60"\n[readings]', "cost_shares: must come to 100%"),
        ("[readings]", '[cost_shares]\nXDA = "a"\n[readings]', "cost_shares.XDA: must be percent"),
        ("Fees are all", "Fees\\u0000 are all", "texts.notes[0]: holds a control character"),
        ('title = "Blood pressure', 'title = "' + "B" * 200, "must not have more than 200"),
    ],
)
def test_whatever_is_wrong_is_named_by_its_place(changed, old, new, fault):
    found = faults_of(changed(old, new))

    assert any(fault in one for one in found), found


def test_who_holds_no_list_cannot_be_paid_by_patients(changed):
    path = changed('kind = "block"', 'kind = "per_patient"')
    path.write_text(
        path.read_text().replace('amount = "600.00"\ninstalment_months = ["04"]', 'rate = "1.00"')
    )

    assert any(
        one.startswith("objectives[1].kind: pays by registered patients") for one in faults_of(path)
    )


def test_a_statement_at_the_years_end_needs_what_it_asks(changed):
    asks = (
        '[statement]\nhours_a_month = "2"\nhours_test = "annual_equivalent"\n'
        "opens_on = 2026-03-01\ndue_on = 2026-03-31\ngrace_days = 30\nsample_percent = 10\n\n"
    )
    path = changed("[readings]", f"{asks}[readings]")
    assert faults_of(path) == ["texts.statement_commitments: is missing"]
    text = path.read_text()
    path.write_text(text.replace("[texts]", '[texts]\nstatement_commitments = ["Checks"]'))

    assert loading.read(path).content["statement"]["grace_days"] == 30


def test_no_cap_has_to_be_said(changed):
    cap = loading.read(changed("yearly_cap = 1500", 'yearly_cap = "none"')).definition

    assert cap.objective(1).terms.yearly_cap is None


def test_an_example_that_fails_is_named_and_read_all_the_same(changed):
    scheme_file = loading.read(changed('amount = "6600.00"', 'amount = "6600.01"'))

    assert scheme_file.failing == {
        0: "items of objective 1 to Y82001 is expected to pay £6,600.01 and pays £6,600.00, "
        "£0.01 less"
    }


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a = 1\n\xff", "is not UTF-8 text (at byte 6)"),
        ("a = 1".encode("utf-16"), "is not UTF-8 text"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "is nested too deeply"),
        (b"a = " + b"9" * 6000, "is not TOML"),
        (b"day = 2007-13-45", "is not TOML"),
        (b"# " + b"a" * archive.LARGEST_SCHEME, "must be smaller than 512 KB"),
    ],
)
def test_what_is_no_text_or_no_toml_is_refused(tmp_path, content, fault):
    path = tmp_path / "scheme.toml"
    path.write_bytes(content)

    assert fault in faults_of(path)[0]


def test_a_zip_is_read_as_the_file_beside_its_framework():
    scheme_file = loading.opened(zipped(good()))

    assert scheme_file == loading.read(CHECKS)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda members: members.pop("scheme.toml"), "has no scheme.toml at its top"),
        (lambda members: members.pop("governance_stand_in.txt"), "must hold two files"),
        (lambda members: members.update({"a/b.txt": b""}), "must not hold folders or paths"),
        (lambda members: members.update({"..\\b.txt": b""}), "must not hold folders or paths"),
        (lambda members: members.update({"more.txt": b""}), "and holds 3"),
        (
            lambda members: members.update({"scheme.toml": b"#" * (archive.LARGEST_SCHEME + 1)}),
            "scheme.toml: must be smaller than 512 KB",
        ),
        (
            # 30 MB of zeros come to 30 KB: no more is unpacked than a framework may have.
            lambda members: members.update(
                {"governance_stand_in.txt": bytes(30 * 1024 * 1024)},
            ),
            "governance_stand_in.txt: must be smaller than 20 MB",
        ),
    ],
)
def test_a_zip_of_anything_else_is_refused(spoil, fault):
    members = good()
    spoil(members)

    with pytest.raises(loading.UnreadableScheme) as refusal:
        loading.opened(zipped(members))

    assert any(fault in one for one in refusal.value.faults), refusal.value.faults


def test_a_zip_that_lies_or_is_broken_is_refused():
    packed = zipped(good())
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as target:
        target.writestr("scheme.toml", b"")
        with pytest.warns(UserWarning, match="Duplicate name"):
            target.writestr("scheme.toml", b"")
    for broken in (packed[:-30], packed[: len(packed) // 2], twice.getvalue(), b"PK\x05\x06"):
        with pytest.raises(loading.UnreadableScheme):
            loading.opened(broken)


def test_a_zip_with_a_password_is_refused():
    packed = bytearray(zipped(good()))
    # The first bit of the flags, in the heads of both members and in the directory.
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.find(mark)
        while start >= 0:
            packed[start + place] |= 1
            start = packed.find(mark, start + 4)

    with pytest.raises(loading.UnreadableScheme, match="cannot be unpacked here"):
        loading.opened(bytes(packed))
