"""A run can be worked out again from what it stored, and from facts exported from it."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from les_schemes import rules
from payments.models import Calculation, Line, Run
from pbc.money import to_contract
from tests.integration.payments.county import (
    County,
    approved_run,
    make_practice,
    prepared_run,
    sign_up,
)

APRIL = date(2007, 4, 30)
ROOT = Path(__file__).resolve().parents[3]


def recompute(*arguments: str, **options: object) -> str:
    said = io.StringIO()
    call_command("recompute", *arguments, stdout=said, **options)
    return said.getvalue()


def exported(run: Run, **options: object) -> str:
    said = io.StringIO()
    call_command("facts", str(run.pk), stdout=said, **options)
    return said.getvalue()


def stored_lines(run: Run) -> list[dict[str, object]]:
    return [
        {
            "payee": line.payee.code,
            "objective": line.objective,
            "component": line.component,
            "kind": line.kind,
            "entitlement": to_contract(line.entitlement_pence),
            "paid": to_contract(line.paid_pence),
            "due": to_contract(line.due_pence),
        }
        for line in run.lines.select_related("payee")
    ]


def without_working(result: dict) -> list[dict[str, object]]:
    return [
        {name: value for name, value in line.items() if name != "working"}
        for line in result["lines"]
    ]


def test_a_run_comes_to_the_same_pence_again(county: County) -> None:
    approved_run(county, APRIL)
    assert recompute("H-TST/1") == "H-TST/1: 4 lines come to the same pence, £25,607.50 due\n"


def test_all_runs_are_worked_out_again(county: County) -> None:
    approved_run(county, APRIL)
    prepared_run(county, date(2007, 5, 31))
    assert recompute(all=True).count("come to the same pence") == 2


def test_an_altered_line_is_named_and_the_command_fails(county: County) -> None:
    run = prepared_run(county, APRIL)
    Line.objects.filter(run=run, number=2).update(entitlement_pence=8_205_01, due_pence=8_205_01)
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 line does not come to the same pence"):
        call_command("recompute", str(run.pk), stdout=said)
    assert (
        "line 2, H-TST-2 objective 1 capitation: its inputs come to £8,205.00, not £8,205.01"
        in said.getvalue()
    )


def test_altered_facts_are_found(county: County) -> None:
    run = prepared_run(county, APRIL)
    calculation = run.calculations.get()
    calculation.facts["providers"][0]["lists"][0]["size"] = 8001
    calculation.save()
    with pytest.raises(CommandError):
        recompute(str(run.pk))


def test_a_missing_line_is_found(county: County) -> None:
    run = prepared_run(county, APRIL)
    calculation = run.calculations.get()
    calculation.facts["providers"][0]["sign_up"] = None
    calculation.save()
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("recompute", str(run.pk), stdout=said)
    assert "line 1, H-TST-1 objective 1 capitation: stands without a sum" in said.getvalue()


def differing(run: Run) -> str:
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("recompute", str(run.pk), stdout=said)
    return said.getvalue()


def test_a_line_that_was_taken_out_is_found(county: County) -> None:
    run = prepared_run(county, APRIL)
    calculation = run.calculations.get()
    lists = [{"as_at": "2007-04-01", "size": 10}]
    calculation.facts["providers"].append(
        {**calculation.facts["providers"][0], "code": "H-TST-9", "lists": lists}
    )
    calculation.save()
    assert "H-TST-9 objective 1 capitation: is missing: £10.00 due" in differing(run)


def test_facts_that_are_no_longer_a_document_of_the_contract_are_found(county: County) -> None:
    run = prepared_run(county, APRIL)
    Calculation.objects.filter(run=run).update(facts={"contract": 2})
    assert "its facts are refused" in differing(run)


@pytest.mark.parametrize(
    "inputs", [{}, {"rule": "no-such-rule", "version": 1}, {"rule": 1, "version": []}]
)
def test_inputs_that_no_rule_understands_are_found(county: County, inputs: dict) -> None:
    run = prepared_run(county, APRIL)
    Line.objects.filter(run=run, number=1).update(inputs=inputs)
    assert "line 1, H-TST-1 objective 1 capitation: cannot be worked out" in differing(run)


def test_a_calculation_of_older_rules_is_checked_line_by_line(county: County) -> None:
    run = prepared_run(county, APRIL)
    Calculation.objects.filter(run=run).update(rules_version="0", facts={})
    assert "4 lines come to the same pence" in recompute(str(run.pk))


def test_a_run_that_does_not_exist_is_named(county: County) -> None:
    for name in ("H-TST/7", "nonsense", "H-TST/x"):
        with pytest.raises(CommandError, match="There is no run"):
            recompute(name)


def test_the_exported_facts_come_to_the_lines_of_the_run(county: County) -> None:
    approved_run(county, APRIL)
    practice = make_practice("H-TST-3", county.commissioner, county.locality, list_size=7_777)
    sign_up(practice, county.version, eligible=3, signed=2)
    run = prepared_run(county, date(2007, 5, 31))
    result = rules.result_document(rules.calculate(rules.parse(json.loads(exported(run)))))
    assert without_working(result) == stored_lines(run)


def test_the_facts_piped_into_calculate_give_the_lines_of_the_run(county: County) -> None:
    run = prepared_run(county, APRIL)
    answer = subprocess.run(
        [sys.executable, "manage.py", "calculate", "-"],
        input=exported(run, scheme="pbc-les-2007-08"),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert without_working(json.loads(answer.stdout)) == stored_lines(run)


def test_a_scheme_that_the_run_does_not_hold_is_refused(county: County) -> None:
    run = prepared_run(county, APRIL)
    with pytest.raises(CommandError, match="no calculation of that kind"):
        exported(run, scheme="towards-pbc-des-2006-07")
