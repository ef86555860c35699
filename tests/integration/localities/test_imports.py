"""From an uploaded file to what is held: preview, confirmation, one writing step."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from localities.actions import imports
from localities.models import (
    Commissioner,
    CommissionerMembership,
    Import,
    ListSize,
    LocalityMembership,
    Organisation,
    Practice,
)
from localities.statuses import ImportStatus
from pbc import clock
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as people
from tests.integration.localities import files
from tests.integration.localities.files import an_ods_row, bring_in, confirm, list_rows, upload

pytestmark = pytest.mark.django_db


def counts(imported: Import) -> tuple[int, int, int, int]:
    names = ("new", "changed", "unchanged", "refused")
    return tuple(imported.preview[name] for name in names)


def test_nothing_is_written_before_confirmation(cast):
    before = Organisation.objects.count()

    imported = upload("practices", an_ods_row())

    assert imported.status == ImportStatus.CHECKED
    assert counts(imported) == (1, 0, 0, 0)
    assert Organisation.objects.count() == before


def test_a_confirmed_practice_is_held_with_its_commissioner(cast):
    bring_in("practices", an_ods_row())

    practice = Practice.objects.get(code="QQ101")
    [membership] = practice.commissioner_memberships.all()
    assert (practice.name, practice.opened) == ("BRIDGE STREET SURGERY", date(1974, 4, 1))
    assert (membership.commissioner.code, membership.starts) == ("XDA", date(2001, 4, 1))


@pytest.mark.parametrize(
    "kind, content",
    [
        ("practices", an_ods_row() + an_ods_row(f1="QQ102", f15="9ZZ")),
        ("commissioners", an_ods_row(f1="XDA", f2="DACORUM PCT") + an_ods_row(f1="9ZY")),
        ("memberships", '"QQ001","9ZZ","W","19990401","19991231","0"\n'),
        ("list_sizes", list_rows(("QQ001", "2007-04-01", 8_205), ("QQ002", "2007-07-01", 7_500))),
    ],
)
def test_the_same_file_twice_changes_nothing(cast, kind, content):
    bring_in(kind, content)

    again = upload(kind, content)

    assert again.preview["changes_nothing"]
    assert counts(again)[:2] == (0, 0)
    with pytest.raises(NotNow, match="nothing to write"):
        imports.confirm(imported=again, fingerprint=again.preview["fingerprint"], by=files.SYSTEM)


def test_one_bad_row_never_loses_the_good_ones(cast):
    imported = bring_in(
        "practices", an_ods_row() + an_ods_row(f1="QQ102", f11="20070231") + an_ods_row(f1="QQ103")
    )

    assert set(Practice.objects.filter(code__gte="QQ1").values_list("code", flat=True)) == {
        "QQ101",
        "QQ103",
    }
    [finding] = imported.findings.all()
    assert (finding.row, finding.column, finding.value) == (2, "Open Date", "20070231")


def test_a_practice_that_closes_keeps_its_history(cast):
    bring_in("practices", an_ods_row())
    imported = upload("practices", an_ods_row(f12="20070930", f13="C", f17="20070930"))
    assert counts(imported) == (0, 1, 0, 0)
    confirm(imported)

    practice = Practice.objects.get(code="QQ101")
    [membership] = practice.commissioner_memberships.all()
    assert (practice.closed, practice.ods_status) == (date(2007, 10, 1), "C")
    assert (membership.starts, membership.ends) == (date(2001, 4, 1), date(2007, 10, 1))


def test_a_practice_that_would_open_again_is_a_caution(cast):
    bring_in("practices", an_ods_row(f12="20070930", f13="C"))

    imported = upload("practices", an_ods_row())

    assert any("older file" in caution for caution in imported.preview["cautions"])


def test_a_code_is_never_used_again(cast):
    bring_in("practices", an_ods_row(f12="20040930", f13="C"))

    imported = upload("practices", an_ods_row(f2="ANOTHER SURGERY", f11="20060401"))

    assert counts(imported) == (0, 0, 0, 1)
    assert imported.findings.get().column == "Open Date"


def test_a_code_held_by_another_kind_is_refused(cast):
    imported = upload(
        "practices", an_ods_row(f1="XDA") + an_ods_row(f1="QQ105", f15="QQ001")
        + an_ods_row(f1="QQ106", f15="QQ106")
    )  # fmt: skip

    assert counts(imported) == (0, 0, 0, 3)
    assert {finding.problem for finding in imported.findings.all()} == {"code_taken"}


def test_an_unknown_commissioner_is_made_provisional_and_named_by_a_later_file(cast):
    bring_in("memberships", '"QQ001","5GW","W","19990401","19991231","0"\n')
    made = Commissioner.objects.get(code="5GW")
    assert (made.provisional, made.commissioner_type) == (True, "unknown")

    bring_in("commissioners", an_ods_row(f1="5GW", f2="DACORUM PCT", f11="20010401"))

    named = Commissioner.objects.get(code="5GW")
    assert (named.provisional, named.name, named.commissioner_type) == (
        False,
        "DACORUM PCT",
        "pct",
    )


def history(code: str) -> list[tuple[str, date, date | None]]:
    return [
        (membership.commissioner.code, membership.starts, membership.ends)
        for membership in CommissionerMembership.objects.filter(practice__code=code)
        .select_related("commissioner")
        .order_by("starts")
    ]


def test_a_later_membership_ends_the_open_one(cast):
    bring_in("practices", an_ods_row(f1="QQ001", f15="5P4", f16="20061001"))

    assert history("QQ001") == [
        ("XDA", people.LONG_AGO, date(2006, 10, 1)),
        ("5P4", date(2006, 10, 1), None),
    ]


def test_a_membership_that_overlaps_is_refused_and_says_what_it_overlaps(cast):
    imported = upload("memberships", '"QQ001","5P4","W","19990401","20010331","0"\n')

    assert counts(imported) == (0, 0, 0, 1)
    finding = imported.findings.get()
    assert finding.problem == "overlap"
    assert "XDA from 1 January 2000" in finding.explanation


def test_memberships_that_overlap_within_a_file_are_refused(cast):
    imported = upload(
        "memberships",
        '"QQ001","5P4","W","19900401","19950331","0"\n'
        '"QQ001","5P5","W","19940401","19960331","0"\n',
    )

    assert counts(imported) == (1, 0, 0, 1)
    assert "row 1: 5P4" in imported.findings.get().explanation


def test_dates_may_move_along_in_one_file(cast):
    bring_in(
        "memberships",
        '"QQ001","XDA","W","20000101","20061001","0"\n"QQ001","5P4","W","20061002","","0"\n',
    )
    imported = upload(
        "memberships",
        '"QQ001","5P4","W","20061101","","0"\n"QQ001","XDA","W","20000101","20061031","0"\n',
    )
    assert counts(imported) == (0, 2, 0, 0)
    confirm(imported)

    assert history("QQ001") == [
        ("XDA", people.LONG_AGO, date(2006, 11, 1)),
        ("5P4", date(2006, 11, 1), None),
    ]


def test_a_membership_of_a_practice_nobody_holds_is_named_by_row(cast):
    imported = upload("memberships", '"ZZ999","XDA","W","20000101","","0"\n')

    finding = imported.findings.get()
    assert (finding.row, finding.value, finding.problem) == (1, "ZZ999", "unknown_code")


def test_another_figure_supersedes_and_nothing_is_overwritten(cast):
    bring_in("list_sizes", list_rows(("QQ001", "2007-04-01", 8_100)))

    old, new = ListSize.objects.filter(practice__code="QQ001").order_by("recorded_at", "pk")
    assert (old.registered, old.superseded_at) == (8_205, new.recorded_at)
    assert (new.registered, new.supersedes, new.superseded_at) == (8_100, old, None)
    assert new.reason == "Another figure was imported"
    assert new.imported.file.original_name == "file.csv"


def test_a_list_of_what_is_no_practice_is_refused(cast):
    imported = upload("list_sizes", list_rows(("LDAC", "2007-07-01", 100)))

    assert imported.findings.get().problem == "code_taken"


def test_a_file_without_weighted_lists_keeps_those_that_are_held(cast):
    row = '"practice code","as at","registered","weighted"\nQQ001,2007-04-01,8205,{}\n'
    bring_in("list_sizes", row.format("8011.5"))

    again = upload("list_sizes", list_rows(("QQ001", "2007-04-01", 8_205)))
    held = ListSize.objects.held().get(practice__code="QQ001", as_at=date(2007, 4, 1))

    assert again.preview["changes_nothing"]
    assert held.weighted == Decimal("8011.5")


def test_the_day_is_superseded_even_when_the_clock_went_back_an_hour(cast):
    later = clock.now().replace(hour=23, minute=59, second=59)
    bring_in("list_sizes", list_rows(("QQ001", "2007-01-01", 8_000)))
    ListSize.objects.create(
        practice=cast.millbrook, as_at=date(2007, 1, 1), registered=7_000, source="x",
        recorded_at=later,
    )  # fmt: skip

    bring_in("list_sizes", list_rows(("QQ002", "2007-01-01", 7_100)))

    new = ListSize.objects.held().get(practice=cast.millbrook, as_at=date(2007, 1, 1))
    assert (new.registered, new.recorded_at, new.supersedes.superseded_at) == (
        7_100,
        later,
        later,
    )


def test_a_list_of_a_closed_practice_is_taken_with_a_note(cast):
    Practice.objects.filter(code="QQ001").update(closed=date(2007, 3, 1))

    imported = upload("list_sizes", list_rows(("QQ001", "2007-07-01", 100)))

    assert counts(imported) == (1, 0, 0, 0)
    assert [finding.refused for finding in imported.findings.all()] == [False]


def test_control_totals_warn_beyond_five_per_cent(cast):
    figures = {practice.code: 10_000 for practice in cast.practices.values()}
    bring_in("list_sizes", list_rows(*((c, "2007-07-01", n) for c, n in figures.items())))
    within = upload("list_sizes", list_rows(*((c, "2007-10-01", 10_500) for c in figures)))
    beyond = upload("list_sizes", list_rows(*((c, "2007-10-01", 10_501) for c in figures)))

    assert [total["beyond"] for total in within.preview["totals"]] == [False, False]
    assert [total["beyond"] for total in beyond.preview["totals"]] == [False, True]
    assert beyond.preview["totals"][1]["last"] == 50_000
    assert "+5.0%" in beyond.preview["cautions"][0]


def test_practices_without_a_list_this_time_are_named(cast):
    july = [(f"QQ00{number}", "2007-07-01", number) for number in range(1, 5)]
    bring_in("list_sizes", list_rows(*july))

    imported = upload(
        "list_sizes", list_rows(*((code, "2007-10-01", 9) for code, _, _ in july[1:]))
    )

    assert imported.preview["gone"] == [["QQ001", "Riverside Surgery", 1]]


def test_what_changed_since_the_preview_goes_back_to_be_looked_at(cast):
    imported = upload("list_sizes", list_rows(("QQ001", "2007-04-01", 8_100)))
    bring_in("list_sizes", list_rows(("QQ001", "2007-04-01", 8_150)))

    sent_back = confirm(imported)

    assert sent_back.status == ImportStatus.CHECKED
    assert sent_back.preview["notice"] == imports.CHANGED_SINCE
    assert sent_back.preview["samples"]["changed"][0]["values"][0][1:] == ["8,150", "8,100"]
    assert ListSize.objects.held().get(practice=cast.riverside).registered == 8_150
    assert confirm(sent_back).status == ImportStatus.WRITTEN


def test_what_the_database_refuses_is_not_half_written(cast, monkeypatch):
    imported = upload("practices", an_ods_row() + an_ods_row(f1="QQ102"))
    Organisation.objects.create(code="QQ102", kind="provider", name="X", recorded_at=clock.now())
    # The plan cannot know what another connection has not committed yet: here it does not look.
    stale = imports.planning.plan("practices", imports._parse(imported))
    stale.findings.clear()
    from localities.importers.plan import NewOrganisation

    stale.new_organisations = [
        NewOrganisation(code=code, kind="practice", name=code) for code in ("QQ101", "QQ102")
    ]
    monkeypatch.setattr(imports, "_plan", lambda *_: stale)
    Import.objects.filter(pk=imported.pk).update(
        preview={**imported.preview, "fingerprint": stale.fingerprint}
    )
    imported.refresh_from_db()

    sent_back = confirm(imported)

    assert sent_back.status == ImportStatus.CHECKED
    assert sent_back.preview["notice"].startswith(imports.REFUSED_BY_DATABASE)
    assert not Practice.objects.filter(code="QQ101").exists()


def test_a_job_that_runs_twice_writes_once(cast):
    imported = bring_in("list_sizes", list_rows(("QQ001", "2007-07-01", 8_100)))

    imports.check(import_id=imported.pk)
    imports.write(import_id=imported.pk)

    assert ListSize.objects.filter(as_at=date(2007, 7, 1)).count() == 1
    assert AuditEvent.objects.filter(event="import.written").count() == 1


def test_another_preview_than_the_one_shown_is_not_confirmed(cast):
    imported = upload("list_sizes", list_rows(("QQ001", "2007-07-01", 8_100)))

    with pytest.raises(NotNow, match="look again"):
        imports.confirm(imported=imported, fingerprint="0" * 64, by=files.SYSTEM)


def test_a_file_that_is_no_such_file_is_unreadable_and_says_why(cast):
    imported = upload("practices", "code,patients\nQQ001,5\n")

    assert imported.status == ImportStatus.UNREADABLE
    assert "not an epraccur file" in imported.fault


def test_a_picture_is_no_table(cast):
    with pytest.raises(BadInput, match="CSV"):
        imports.upload(
            kind="practices", content=b"%PDF-1.4 %%EOF startxref", name="x.pdf",
            stated_date=None, by=files.SYSTEM,
        )  # fmt: skip


@pytest.mark.parametrize("stray", [b"\x00", b"\x07", b"\x81"])
def test_a_stray_byte_costs_its_own_row_only(cast, stray):
    rows = [an_ods_row(f1=f"QQ10{number}").encode() for number in range(3)]
    rows[1] = rows[1].replace(b"BRIDGE STREET SURGERY", b"BRIDGE" + stray)

    imported = bring_in("practices", b"".join(rows))

    assert counts(imported) == (2, 0, 0, 1)
    assert (imported.findings.get().row, imported.findings.get().problem) == (2, "encoding")


def test_put_away_or_looked_at_again(cast):
    imported = upload("list_sizes", list_rows(("QQ001", "2007-07-01", 8_100)))
    imports.check_again(imported=imported, by=files.SYSTEM)
    imported = files.run_job(imported)
    assert imported.status == ImportStatus.CHECKED

    imports.abandon(imported=imported, by=files.SYSTEM)

    with pytest.raises(NotNow):
        imports.check_again(imported=imported, by=files.SYSTEM)


def test_an_import_is_not_sent_back_while_a_worker_is_at_it(cast):
    waiting = imports.upload(
        kind="list_sizes", content=list_rows().encode(), name="x", stated_date=None,
        by=files.SYSTEM,
    )  # fmt: skip

    with pytest.raises(NotNow, match="worked on"):
        imports.check_again(imported=waiting, by=files.SYSTEM)


def test_a_commissioner_writes_lists_of_own_practices_only(cast):
    content = list_rows(("QQ001", "2007-07-01", 8_100), ("QQ005", "2007-07-01", 9_000))

    imported = bring_in("list_sizes", content, by=cast.officer)

    assert counts(imported) == (1, 0, 0, 1)
    assert imported.findings.get().problem == "not_yours"
    assert not ListSize.objects.filter(practice=cast.cassio, as_at=date(2007, 7, 1)).exists()


def test_only_an_administrator_imports_national_files(cast):
    for kind in ("practices", "commissioners", "memberships"):
        with pytest.raises(NotPermitted):
            upload(kind, an_ods_row(), by=cast.officer)
    assert upload("practices", an_ods_row(), by=cast.administrator).status == "checked"


@pytest.mark.parametrize("who", ["auditor", "preparer", "riverside_manager", "okafor"])
def test_nobody_else_imports_at_all(cast, who):
    with pytest.raises(NotPermitted):
        upload("list_sizes", list_rows(), by=cast.people[who])


def test_of_another_persons_file_only_an_administrator_decides(cast):
    imported = upload("list_sizes", list_rows(("QQ001", "2007-07-01", 1)), by=cast.officer)
    fingerprint = imported.preview["fingerprint"]

    with pytest.raises(NotPermitted):
        imports.confirm(imported=imported, fingerprint=fingerprint, by=cast.second_officer)
    imports.confirm(imported=imported, fingerprint=fingerprint, by=cast.administrator)


def rows_of(kind: str, number: int) -> str:
    codes = [f"QZ{row:04d}" for row in range(number)]
    if kind == "practices":
        return "".join(an_ods_row(f1=code, f15=f"9{code[-3:]}") for code in codes)
    if kind == "memberships":
        return "".join(f'"{code}","9{code[-3:]}","W","19900401","19991231","0"\n' for code in codes)
    return list_rows(*((code, "2007-07-01", 1_000) for code in codes))


@pytest.mark.parametrize("kind", ["practices", "memberships", "list_sizes"])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, kind):
    bring_in("practices", "".join(an_ods_row(f1=f"QZ{row:04d}") for row in range(1_000)))
    if kind == "practices":
        Organisation.objects.filter(code__startswith="QZ").update(code=Concat(Value("R"), "code"))
    taken = []
    for number in (10, 1_000):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring_in(kind, rows_of(kind, number))
        taken.append(len(queries))

    assert taken[0] == taken[1]


@pytest.mark.parametrize("kind", ["practices", "list_sizes"])
def test_nor_does_it_with_the_rows_that_change_or_are_refused(cast, kind):
    bring_in("practices", "".join(an_ods_row(f1=f"QZ{row:04d}") for row in range(1_000)))
    if kind == "list_sizes":
        bring_in(kind, rows_of(kind, 1_000))
    taken = []
    for number, name in ((10, "A"), (1_000, "B")):
        content = (
            "".join(an_ods_row(f1=f"QZ{row:04d}", f2=name) for row in range(number))
            + "".join(an_ods_row(f1=f"QY{row:04d}", f11="x") for row in range(number))
            if kind == "practices"
            else rows_of(kind, number).replace("1000\n", f"{len(taken)}\n")
            + "".join(f"QY{row:04d},2007-07-01,5\n" for row in range(number))
        )
        with CaptureQueriesContext(connection) as queries:
            bring_in(kind, content)
        taken.append(len(queries))

    assert taken[0] == taken[1]


def test_a_locality_membership_is_no_concern_of_an_import(cast):
    before = list(LocalityMembership.objects.order_by("pk").values_list())

    bring_in("practices", an_ods_row(f1="QQ001", f15="5P4", f16="20061001"))

    assert list(LocalityMembership.objects.order_by("pk").values_list()) == before
