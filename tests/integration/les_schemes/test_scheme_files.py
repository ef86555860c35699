"""Scheme files can be exported and loaded, and their worked examples are checked (SM-01)."""

import io
import itertools
import shutil
import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from les_schemes import loading
from les_schemes.actions import designing
from les_schemes.design.digest import digest_of
from les_schemes.examples import outcomes
from les_schemes.management.commands import check_schemes
from les_schemes.models import SchemeVersion, WorkedExample
from les_schemes.rules import KINDS
from les_schemes.rules.definition import scheme_readings
from les_schemes.statuses import SchemeStatus
from pbc import clock
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, StoredFile
from pbc.refusals import NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs
from tests.cast import sign_in
from tests.factories import scheme_at
from tests.unit.les_schemes.contract_2_documents import terms_of

pytestmark = pytest.mark.django_db

CHECKS = loading.SHIPPED / "blood_pressure_checks_2025_26.toml"
FRAMEWORK = loading.SHIPPED / "governance_stand_in.txt"
SHIPPED = sorted(loading.SHIPPED.glob("*.toml"))
DRAFT = "Blood pressure checks 2025/26, version 1, of Dacorum Primary Care Trust"
_codes = itertools.count()


@pytest.fixture
def cast():
    return the_cast.gather()


@pytest.fixture
def officer(client, cast):
    sign_in(client, cast.officer)
    return client


def packed(path=CHECKS, framework=FRAMEWORK) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("scheme.toml", path.read_bytes())
        archive.writestr(framework.name, framework.read_bytes())
    return target.getvalue()


def sent(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def uploaded(client, cast, **files):
    answers = {"commissioner": cast.dacorum.pk, **files}
    return client.post(reverse("les_schemes:scheme-file-upload"), answers)


def load(path, commissioner, partners=()):
    return loading.load(
        loading.read(path), commissioner=commissioner, partners=list(partners), by=SYSTEM
    )


@st.composite
def of_a_kind(draw, kind):
    """Terms and readings with which a designer may fill an objective of a kind."""
    readings = {one.name: draw(st.sampled_from(list(one.choices))) for one in kind.readings}
    if readings.get("savings_unit") == "hybrid":
        readings |= {"split_base": "net_of_reward", "reinvestment_share": "net"}
    return draw(terms_of(kind)), readings


drafts_of_all_kinds = st.fixed_dictionaries(
    {
        "objectives": st.fixed_dictionaries(
            {name: of_a_kind(kind) for name, kind in KINDS.items()}
        ),
        "readings": st.fixed_dictionaries(
            {one.name: st.sampled_from(list(one.choices)) for one in scheme_readings()}
        ),
        "words": st.text(
            st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60
        ).filter(lambda words: words.strip()),
    }
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=drafts_of_all_kinds)
def test_a_draft_of_all_ten_kinds_goes_out_and_comes_in_elsewhere_the_same(cast, drawn):
    version = designs.draft(cast, f"scheme-{next(_codes)}")
    for kind, (terms, readings) in drawn["objectives"].items():
        written = designs.written(drawn["words"], terms, readings, rationale=drawn["words"])
        designing.add_objective(version=version, kind=kind, written=written, by=cast.officer)
    designing.choose_readings(
        version=version, readings=drawn["readings"], why="Agreed", by=cast.officer
    )
    version = SchemeVersion.objects.get(pk=version.pk)

    scheme_file = loading.opened(loading.packed(version))
    loaded = loading.load(scheme_file, commissioner=cast.watford, partners=[], by=SYSTEM)

    assert digest_of(loaded.version) == digest_of(version)
    assert loading.opened(loading.packed(loaded.version)) == scheme_file
    before = AuditEvent.objects.count()
    again = loading.load(scheme_file, commissioner=cast.watford, partners=[], by=SYSTEM)
    assert (again.changed, again.version, AuditEvent.objects.count()) == (
        False,
        loaded.version,
        before,
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_is_loaded_and_goes_out_and_in_again(cast, path):
    first = load(path, cast.dacorum)

    assert first.changed
    assert not load(path, cast.dacorum).changed
    version = SchemeVersion.objects.get(pk=first.version.pk)
    assert outcomes.why_not(version) == ""
    again = loading.opened(loading.packed(version))
    assert again.content == {**loading.read(path).content, **again.content}
    elsewhere = loading.load(again, commissioner=cast.watford, partners=[], by=SYSTEM)
    assert digest_of(elsewhere.version) == digest_of(version)
    assert [example.facts for example in elsewhere.version.examples.all()] == [
        example.facts for example in version.examples.all()
    ]


def test_everything_a_draft_says_goes_out_and_comes_in(cast):
    version = designs.with_objectives(cast)
    designing.share_costs(
        version=version, shares={cast.dacorum: 60_00, cast.watford: 40_00}, by=cast.officer
    )
    designing.consult(version=version, asked=designs.LMC_ASKED, by=cast.officer)
    WorkedExample.objects.create(
        version=version,
        number=1,
        title="It’s ''' quoted",
        facts={"contract": 2, "as_at": "2008-03-31", "localities": [], "providers": []},
        changed_at=clock.now(),
    )

    scheme_file = loading.opened(loading.packed(version))
    elsewhere = loading.load(scheme_file, commissioner=cast.watford, partners=[], by=SYSTEM)

    there = SchemeVersion.objects.get(pk=elsewhere.version.pk)
    assert (there.number, there.commissioner) == (2, cast.watford)
    shares = {share.commissioner.code: share.percent for share in there.cost_shares.all()}
    assert shares == {"XDA": "60%", "XWA": "40%"}
    assert list(there.partners.all()) == [cast.dacorum]
    assert there.consultations.get().said == "We agree."
    assert there.examples.get().title == "It’s ''' quoted"
    assert there.readings == version.readings
    assert there.terms == version.terms
    assert there.last_day == date(2007, 6, 29)
    chosen = there.reading_choices.values_list("objective", "reading", "why")
    assert (1, "band_mode", "As the scheme file says") in chosen


def test_a_draft_that_was_just_begun_goes_out_and_back_in_unchanged(cast):
    version = designs.draft(cast)

    again = loading.load(
        loading.opened(loading.packed(version)), commissioner=cast.dacorum, partners=[], by=SYSTEM
    )

    assert (again.changed, again.version) == (False, version)


def test_shares_of_a_scheme_that_is_taken_elsewhere_are_left_out_and_told(cast, tmp_path):
    text = CHECKS.read_text().replace(
        "[readings]", '[cost_shares]\nXDA = "60.00"\nXWA = "40.00"\n\n[readings]', 1
    )
    (tmp_path / "scheme.toml").write_text(text)
    shutil.copy(FRAMEWORK, tmp_path)
    scheme_file = loading.read(tmp_path / "scheme.toml")
    third = type(cast.dacorum).objects.create(
        code="XTH", name="Third PCT", recorded_at=the_cast.RECORDED
    )

    loaded = loading.load(scheme_file, commissioner=third, partners=[], by=SYSTEM)

    assert loaded.left_out == [
        "The cost shares are left out: Third PCT is not among those who bear them."
    ]
    assert not loaded.version.cost_shares.exists()
    (tmp_path / "scheme.toml").write_text(text.replace("XWA", "XXX"))
    with pytest.raises(loading.UnreadableScheme, match=r"cost_shares\.XXX: is no commissioner"):
        load(tmp_path / "scheme.toml", cast.dacorum)


def test_nobody_was_asked_in_the_future(cast, tmp_path):
    asked = '\n[[consultation]]\nbody = "lmc"\non = 2057-03-01\nsaid = "We agree."\n'
    (tmp_path / "scheme.toml").write_text(CHECKS.read_text() + asked)
    shutil.copy(FRAMEWORK, tmp_path)

    with pytest.raises(loading.UnreadableScheme, match="must not be in the future"):
        load(tmp_path / "scheme.toml", cast.dacorum)


def test_a_title_that_is_another_schemes_is_refused(cast, tmp_path):
    load(CHECKS, cast.dacorum)
    (tmp_path / "scheme.toml").write_text(
        CHECKS.read_text().replace('title = "Blood pressure checks"', 'title = "Checks"', 1)
    )
    shutil.copy(FRAMEWORK, tmp_path)

    with pytest.raises(CommandError, match="title: must be “Blood pressure checks”"):
        call_command("load_scheme", tmp_path / "scheme.toml", "--commissioner", "XDA")


def test_an_officer_downloads_a_scheme_and_loads_it_as_a_draft(officer, cast, client):
    version = scheme_at(SchemeStatus.OPEN, cast)
    page = officer.get(version.get_absolute_url()).content.decode()
    assert reverse("les_schemes:scheme-file-download", args=[version.pk]) in page

    file = officer.get(reverse("les_schemes:scheme-file-download", args=[version.pk]))

    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"] == 'attachment; filename="pbc-les-2007-v1.zip"'
    sign_in(client, cast.watford_officer)
    held = client.post(
        reverse("les_schemes:scheme-file-upload"),
        {"commissioner": cast.watford.pk, "file": sent(file.content, "pbc-les.zip")},
    )
    assert held.status_code == 302, held.content.decode()
    preview = client.get(held.url).content.decode()
    assert "This makes version 2, a draft." in preview
    assert "A saving of £50,000, below the cap: passes." in preview
    assert SchemeVersion.objects.count() == 1
    made = client.post(held.url, {"seen": client.get(held.url).context["plan"].seen})
    draft = SchemeVersion.objects.get(number=2)
    assert made.url == draft.get_absolute_url()
    assert (draft.commissioner, digest_of(draft)) == (cast.watford, digest_of(version))
    event = AuditEvent.objects.get(event="scheme.loaded", chain=cast.watford.code)
    assert (event.subject_id, event.actor_id) == (str(draft.pk), cast.watford_officer.person_id)


def test_a_file_of_ones_own_comes_with_its_framework(officer, cast):
    alone = uploaded(officer, cast, file=sent(CHECKS.read_bytes(), "checks.toml"))
    assert alone.status_code == 422
    assert "A scheme file alone needs its framework document" in alone.content.decode()

    held = uploaded(
        officer,
        cast,
        file=sent(CHECKS.read_bytes(), "checks.toml"),
        framework_file=sent(FRAMEWORK.read_bytes(), FRAMEWORK.name),
    )

    page = officer.get(held.url).content.decode()
    assert "Pays each provider £18.00" in page
    assert "Locally commissioned service, for practices and other providers." in page


def test_everything_wrong_with_a_file_is_told_at_once(officer, cast):
    spoiled = CHECKS.read_text().replace('fee = "18.00"', 'fee = "18"')
    spoiled = spoiled.replace("aims = [", '"<b>aim</b>" = [')

    refused = uploaded(
        officer,
        cast,
        file=sent(spoiled.encode(), "checks.toml"),
        framework_file=sent(FRAMEWORK.read_bytes(), FRAMEWORK.name),
    )

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "objectives[0].terms.bands[0].fee: must be money" in page
    assert "texts.&lt;b&gt;aim&lt;/b&gt;: is not known" in page
    assert not StoredFile.objects.filter(kind="scheme-file").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x1a\n rest", "Choose a ZIP file, or a scheme file in TOML"),
        (b"PK\x03\x04 rest", "Choose a ZIP file, or a scheme file in TOML"),
        ("code = 'ä'".encode("utf-16"), "is not UTF-8 text"),
        (b"code = [", "is not TOML"),
    ],
)
def test_what_is_no_scheme_file_is_refused_with_a_message(officer, cast, content, told):
    framework = sent(FRAMEWORK.read_bytes(), FRAMEWORK.name)

    refused = uploaded(officer, cast, file=sent(content, "scheme.toml"), framework_file=framework)

    assert refused.status_code == 422
    assert told in refused.content.decode()


def test_a_framework_is_what_its_content_says(officer, cast):
    refused = uploaded(
        officer,
        cast,
        file=sent(CHECKS.read_bytes(), "checks.toml"),
        framework_file=sent(b"\x00\x01\x02\x03" * 50, FRAMEWORK.name),
    )

    assert "must be a PDF or a text file by its content" in refused.content.decode()


def test_what_was_looked_at_is_what_is_loaded(officer, cast):
    held = uploaded(officer, cast, file=sent(packed(), "checks.zip"))
    seen = officer.get(held.url).context["plan"].seen
    load(CHECKS, cast.dacorum)
    draft = SchemeVersion.objects.get(scheme__code="blood-pressure-checks")
    stored = StoredFile.objects.get(kind="scheme-file")

    assert "Nothing would change" in officer.get(held.url).content.decode()
    with pytest.raises(NotNow, match="changed while you looked"):
        designing.load_scheme_file(
            stored=stored, commissioner=cast.dacorum, seen=seen, by=cast.officer
        )
    with pytest.raises(NotPermitted):
        designing.load_scheme_file(
            stored=stored, commissioner=cast.watford, seen=seen, by=cast.officer
        )
    with pytest.raises(NotPermitted):
        designing.upload_scheme_file(
            commissioner=cast.watford,
            file=SimpleUploadedFile("checks.zip", packed()),
            framework=None,
            by=cast.officer,
        )
    assert SchemeVersion.objects.get().pk == draft.pk


def test_a_draft_that_is_there_is_said_to_be_brought_up_to_date(officer, cast):
    load(CHECKS, cast.dacorum)
    version = SchemeVersion.objects.get()
    designing.remove_objective(objective=version.objectives.get(number=2), by=cast.officer)
    held = uploaded(officer, cast, file=sent(packed(), "checks.zip"))
    page = officer.get(held.url)

    assert "What was written in it otherwise is lost." in page.content.decode()
    officer.post(held.url, {"seen": page.context["plan"].seen})

    assert SchemeVersion.objects.get().objectives.count() == 2
    assert version.examples.count() == 5


def test_the_preview_of_somebody_elses_upload_does_not_exist(officer, cast, client):
    held = uploaded(officer, cast, file=sent(packed(), "checks.zip"))
    for name in ("watford_officer", "auditor", "riverside_manager"):
        sign_in(client, cast.people[name])
        assert client.get(held.url).status_code == 404, name


def checked(*files) -> tuple[int, str]:
    output = StringIO()
    try:
        call_command("check_schemes", *files, stdout=output)
    except SystemExit as ended:
        return int(str(ended.code)), output.getvalue()
    return 0, output.getvalue()


def test_every_example_of_every_file_and_version_is_checked(cast):
    load(CHECKS, cast.dacorum)

    status, output = checked()

    lines = output.splitlines()
    # Of the PBC LES nine, the DES four, training three, the checks five, and five of their draft.
    assert (status, lines[-1], len(lines)) == (0, "26 of 26 pass.", 27)
    assert (
        "training_of_practitioners_les_v1_2.toml, Accreditation in ENT, evidenced in two parts: "
        "passes" in lines
    )
    assert f"{DRAFT}, A sheet that came late: passes" in lines


def test_a_spoiled_file_and_a_version_that_fails_are_told(cast, tmp_path):
    for path in (*SHIPPED, FRAMEWORK):
        shutil.copy(path, tmp_path)
    training = tmp_path / "training_of_practitioners_les_v1_2.toml"
    training.write_text(training.read_text().replace('"3300.00"', '"4200.50"', 1))
    des = tmp_path / "towards_pbc_des_2006_07.toml"
    des.write_text(des.read_text()[: des.read_text().index("[[examples]]")])
    (tmp_path / "pbc_les_2007_08.toml").write_text("code = 1")
    load(CHECKS, cast.dacorum)
    WorkedExample.objects.filter(number=3).update(expected={})

    status, output = checked(*sorted(tmp_path.glob("*.toml")))

    lines = output.splitlines()
    assert status == check_schemes.FAILED == 1
    assert "towards_pbc_des_2006_07.toml: has no worked examples" in lines
    assert (
        "training_of_practitioners_les_v1_2.toml, Accreditation in ENT, evidenced in two parts: "
        "reimbursement of objective 1 to E82001 is expected to pay £4,200.50 and pays £3,300.00, "
        "£900.50 less" in lines
    )
    assert "pbc_les_2007_08.toml: code: must be text" in lines
    assert (
        f"{DRAFT}, Too few checks, and just enough: Its amounts are still to be worked out."
        in lines
    )
