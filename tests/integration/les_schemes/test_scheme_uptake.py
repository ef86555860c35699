import csv
import io

import pytest
from django.urls import reverse

from les_schemes import uptake
from les_schemes.statuses import SchemeStatus, SignUpStatus
from tests.cast import sign_in
from tests.factories import scheme_at, sign_up_at


@pytest.fixture
def version(cast):
    version = scheme_at(SchemeStatus.OPEN, cast)
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook, unsigned=[cast.frost])
    sign_up_at(SignUpStatus.SIGNING, cast, practice=cast.cassio)
    return version


def exported(client, version, page: str) -> list[dict[str, str]]:
    response = client.get(reverse(f"les_schemes:{page}", args=[version.pk]) + "?export=csv")
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_uptake_counts_practices_and_patients_of_the_officers_own_commissioner(cast, version):
    practices = uptake.of(version, cast.officer)

    assert [row.code for row in practices if row.standing == "accepted"] == ["QQ001"]
    assert {row.code for row in practices} == {"QQ001", "QQ002", "QQ003", "QQ004"}
    bars = {bar.label: bar for bar in uptake.chart_of_patients(practices).bars}
    # 8,205 accepted and 7,431 returned of 8,205 + 7,431 + 6,913 + 6,000 = 28,549 patients.
    assert (bars["Accepted"].value, bars["Accepted"].of) == (8_205, 28_549)
    assert bars["Waits for review"].value == 7_431
    assert bars["Not begun"].value == 6_913 + 6_000
    over_time = uptake.chart_over_time(version, practices).bars
    assert (over_time[-1].value, over_time[-1].of) == (2, 4)


def test_uptake_takes_as_many_queries_for_many_practices_as_for_few(
    cast, version, django_assert_max_num_queries
):
    officer = cast.officer.refreshed()
    with django_assert_max_num_queries(13):
        uptake.of(version, officer)


def test_uptake_is_filtered_and_exported(client, cast, version):
    sign_in(client, cast.officer)

    rows = exported(client, version, "scheme-uptake")
    address = reverse("les_schemes:scheme-uptake", args=[version.pk])
    page = client.get(address + "?standing=accepted").content.decode()

    assert {row["Code"]: row["Sign-up"] for row in rows} == {
        "QQ001": "Accepted",
        "QQ002": "Waits for review",
        "QQ003": "Not begun",
        "QQ004": "Not begun",
    }
    assert "QQ001" in page
    assert "QQ003" not in page


def test_the_chase_list_names_who_was_asked_and_has_not_signed(client, cast, version):
    sign_in(client, cast.officer)
    assert [row["GP"] for row in exported(client, version, "scheme-unsigned")] == ["Dr Ewan Frost"]

    sign_in(client, cast.watford_officer)
    names = [row["GP"] for row in exported(client, version, "scheme-unsigned")]
    assert sorted(names) == [
        "Dr Hugo Abara",
        "Dr Ines Bright",
        "Dr Jonah Cole",
        "Dr Kezia Dunmore",
        "Dr Luis Estrada",
    ]


@pytest.mark.parametrize("page", ["scheme-uptake", "scheme-unsigned"])
def test_practices_do_not_see_the_uptake_of_others(client, cast, version, page):
    for name, expected in [
        ("riverside_manager", 403),
        ("okafor", 403),
        ("lead", 403),
        ("preparer", 403),
        ("lmc_observer", 403),
        ("auditor", 200),
    ]:
        sign_in(client, cast.people[name])
        address = reverse(f"les_schemes:{page}", args=[version.pk])
        assert client.get(address).status_code == expected, name


def test_the_queue_shows_what_waits_longest_first_and_is_exported(client, cast, version):
    sign_in(client, cast.officer)

    page = client.get(reverse("les_schemes:sign-ups")).content.decode()
    response = client.get(reverse("les_schemes:sign-ups") + "?waiting-export=csv")

    assert "1 sheet waits for review" in page
    content = b"".join(response) if response.streaming else response.content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["Provider"] for row in rows] == ["Millbrook Practice"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("status=accepted", {"QQ001"}),
        ("practice=mill", {"QQ002"}),
        ("practice=qq001", {"QQ001"}),
        ("late=on_time", {"QQ001", "QQ002"}),
        ("late=late", set()),
    ],
)
def test_sign_ups_are_filtered(client, cast, version, query, shown):
    sign_in(client, cast.auditor)

    page = client.get(reverse("les_schemes:sign-ups") + f"?{query}").content.decode()

    assert {code for code in ("QQ001", "QQ002", "QQ005") if code in page} == shown
