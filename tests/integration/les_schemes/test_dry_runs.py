"""A dry run of a version: made over everyone, looked through, accepted; then it stands."""

import json
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from les_schemes import costing
from les_schemes.actions import costing as actions
from les_schemes.actions import designing
from les_schemes.costing import Assumptions, ItemsAssumed, dry_runs
from les_schemes.definitions import definition_of
from les_schemes.design.digest import digest_of
from les_schemes.design.objectives import digest
from les_schemes.models import DryRun
from les_schemes.rules import calculate, parse
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast.gather()


@pytest.fixture
def version(cast):
    version = designs.with_objectives(cast)
    actions.try_out(
        version=version,
        tried=definition_of(version),
        assumptions=Assumptions(items={1: ItemsAssumed(per_1000_patients=Fraction(2))}),
        by=cast.officer,
    )
    return version


def address(name, version, *more):
    return reverse(f"les_schemes:{name}", args=[version.pk, *more])


def test_a_dry_run_comes_to_what_the_cost_page_shows(cast, version):
    run = actions.make_dry_run(version=version, by=cast.officer)

    costed = costing.work_out(version, costing.assumptions_of(version))
    # 197, 178, 166 and 144 items, the first 100 of each at £12.00; £1,200.00 for each clinic.
    assert run.total_pence == costed.total_pence == 7_507_50 + 4_800_00
    assert run.digest == digest_of(version)
    assert run.providers == 4
    payees = dry_runs.payees(run)
    assert sum(one.cost.paid_pence for one in payees) == run.total_pence
    assert [(one.cost.code, one.cost.paid_pence) for one in payees] == [
        ("QQ001", 3_321_50),
        ("QQ002", 3_141_00),
        ("QQ003", 3_027_00),
        ("QQ004", 2_818_00),
        ("LDAC", 0),
    ]
    # Anyone can do it again from the document that was kept.
    again = calculate(parse(json.loads(json.dumps(run.facts))))
    assert again.payments_due_pence == run.total_pence


def test_a_version_opens_only_on_an_accepted_dry_run_of_what_it_pays(cast, version):
    assert "No dry run of it was made yet" in dry_runs.why_not(version)
    run = actions.make_dry_run(version=version, by=cast.officer)
    assert "not accepted yet" in dry_runs.why_not(version)

    with pytest.raises(BadInput, match="Say what you looked at"):
        actions.accept_dry_run(run=run, looked_at=" ", by=cast.second_officer)
    accepted = actions.accept_dry_run(
        run=run, looked_at="The two largest practices", by=cast.second_officer
    )

    assert accepted.accepted_by == cast.second_officer.person_id
    assert dry_runs.why_not(version) == ""
    assert list(
        AuditEvent.objects.filter(event__startswith="scheme.dry_run")
        .order_by("number")
        .values_list("event", flat=True)
    ) == ["scheme.dry_run_made", "scheme.dry_run_accepted"]
    # What it pays changes: the dry run stands, and counts no more.
    block = version.objectives.get(number=2)
    designing.change_objective(
        objective=block,
        written=designs.written("Clinic set up", {**designs.BLOCK, "amount": "900.00"}),
        seen=digest(block),
        by=cast.officer,
    )
    assert "make another" in dry_runs.why_not(version)
    with pytest.raises(NotNow, match="is accepted already"):
        actions.accept_dry_run(run=run, looked_at="Again", by=cast.officer)


def test_a_dry_run_of_other_terms_is_not_accepted(cast, version):
    run = actions.make_dry_run(version=version, by=cast.officer)
    designing.remove_objective(objective=version.objectives.get(number=2), by=cast.officer)

    with pytest.raises(NotNow, match="pays something else by now"):
        actions.accept_dry_run(run=run, looked_at="All of it", by=cast.officer)


def test_nobody_else_makes_or_accepts_one(cast, version):
    run = actions.make_dry_run(version=version, by=cast.officer)

    for stranger in (cast.auditor, cast.watford_officer, cast.preparer, cast.riverside_manager):
        with pytest.raises(NotPermitted):
            actions.make_dry_run(version=version, by=stranger)
        with pytest.raises(NotPermitted):
            actions.accept_dry_run(run=run, looked_at="All of it", by=stranger)


def test_the_database_keeps_a_dry_run_as_it_was_made(cast, version):
    run = actions.make_dry_run(version=version, by=cast.officer)
    held = DryRun.objects.filter(pk=run.pk)

    for change in ({"total_pence": 1}, {"payees": []}, {"digest": "0" * 64}):
        with pytest.raises(DatabaseError, match="a dry run does not change"), transaction.atomic():
            held.update(**change)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        held.delete()
    actions.accept_dry_run(run=run, looked_at="All of it", by=cast.officer)
    with pytest.raises(DatabaseError, match="accepted dry run"), transaction.atomic():
        held.update(looked_at="Nothing")


def test_without_an_objective_there_is_nothing_to_run(cast):
    with pytest.raises(NotNow, match="The draft has no objective yet"):
        actions.make_dry_run(version=designs.draft(cast), by=cast.officer)


def test_it_is_made_looked_through_and_accepted_in_the_browser(client, cast, version):
    sign_in(client, cast.officer)
    runs = address("dry-runs", version)
    assert "No dry run of it was made yet" in client.get(runs).content.decode()

    made = client.post(runs, follow=True)

    page = made.content.decode()
    assert made.redirect_chain == [(address("dry-run", version, 1), 302)]
    assert "£12,307.50" in page
    assert "Riverside Surgery" in page
    of_daccom = client.get(f"{address('dry-run', version, 1)}?locality=LDAC").content.decode()
    assert "Riverside Surgery" in of_daccom
    assert "Millbrook Practice" not in of_daccom
    why = client.get(address("dry-run-payee", version, 1, "QQ001")).content.decode()
    assert "Items claimed: 16 in April 2007" in why
    assert "100 × £12.00 + 97 × £9.50 = £2,121.50." in why
    rows = client.get(f"{address('dry-run', version, 1)}?export=csv").content.decode("utf-8-sig")
    assert rows.splitlines()[0] == (
        "Who,Code,Kind,Locality,Patients,1 items,2 block,Paid,Set aside,A patient"
    )
    assert rows.splitlines()[-1] == "Total,,,,28549,,,12307.50,0.00,"
    facts = client.get(address("dry-run-facts", version, 1))
    assert calculate(parse(json.loads(facts.content))).payments_due_pence == 12_307_50

    refused = client.post(address("dry-run-accept", version, 1), {"looked_at": ""})
    assert refused.status_code == 422
    accepted = client.post(
        address("dry-run-accept", version, 1), {"looked_at": "All four practices"}, follow=True
    )
    assert "All four practices" in accepted.content.decode()
    assert dry_runs.why_not(version) == ""


def test_an_auditor_reads_dry_runs_and_makes_none(client, cast, version):
    actions.make_dry_run(version=version, by=cast.officer)
    sign_in(client, cast.auditor)

    assert client.get(address("dry-run", version, 1)).status_code == 200
    assert "Make another" not in client.get(address("dry-runs", version)).content.decode()
    assert client.post(address("dry-runs", version)).status_code == 403
    assert client.get(address("dry-run-accept", version, 1)).status_code == 403
