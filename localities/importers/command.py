"""What the import commands have in common: preview, confirm, write, report."""

import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from localities import jobs_of_imports
from localities.actions import imports
from localities.importers import report
from localities.importers.checking import day_of
from localities.importers.findings import Finding, Unreadable
from localities.importers.plan import Plan
from localities.models import Import
from localities.statuses import ImportKind, ImportStatus
from pbc import exports, jobs
from pbc.actor import SYSTEM, Actor
from pbc.refusals import Refusal

SHOWN_OF_A_PROBLEM = 4


class ImportCommand(BaseCommand):
    """``manage.py import_… FILE``: shows what a file would change, and writes it if told to.

    Ends with status 1, and nothing written, where the file cannot be read, the person may not, or
    what is held changes meanwhile. Rows that are refused do not stop the good ones.
    """

    kind: ClassVar[ImportKind]
    stated_option: ClassVar[str] = ""
    stated_help: ClassVar[str] = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the CSV file")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--preview", action="store_true", help="only show; write nothing")
        how.add_argument("--yes", action="store_true", help="write without asking")
        parser.add_argument("--report", metavar="PATH", help="write the refused rows to a CSV file")
        parser.add_argument(
            "--by", metavar="EMAIL", help="the person who imports (default: the system)"
        )
        if self.stated_option:
            parser.add_argument(self.stated_option, dest="stated", help=self.stated_help)

    def stated_date(self, value: str) -> date:
        """What the person says that the file does not: a day, unless a command says otherwise."""
        found = day_of(value)
        if found is None:
            raise CommandError(f"There is no such date: {value}. Give one like 2007-04-01.")
        return found

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        stated = self.stated_date(options["stated"]) if options.get("stated") else None
        by = self._actor(options["by"])
        try:
            data = path.read_bytes()
            plan = imports.preview(kind=self.kind, data=data, stated_date=stated, by=by)
            self._show(path.name, plan)
            self._report(options["report"], plan.findings)
            if options["preview"] or plan.changes_nothing:
                return
            if not options["yes"] and not self._agrees():
                self.stdout.write("Nothing was written.")
                return
            self._write(data, path.name, stated, plan, by)
        except OSError as fault:
            raise CommandError(f"{path} cannot be read: {fault.strerror}.") from fault
        except Unreadable as fault:
            raise CommandError(f"{path}: {fault}") from fault
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _write(self, data: bytes, name: str, stated: date | None, shown: Plan, by: Actor) -> None:
        imported = imports.upload(
            kind=self.kind, content=data, name=name, stated_date=stated, by=by
        )
        imported = self._run_job(imported)
        imports.confirm(imported=imported, fingerprint=shown.fingerprint, by=by)
        imported = self._run_job(imported)
        if imported.status != ImportStatus.WRITTEN:
            raise CommandError(imported.preview.get("notice") or imports.CHANGED_SINCE)
        written = ", ".join(
            f"{number:,} {name.replace('_', ' ')}"
            for name, number in sorted(imported.result["written"].items())
            if number
        )
        self.stdout.write(self.style.SUCCESS(f"Written: {written}."))

    def _run_job(self, imported: Import) -> Import:
        """Do here what a worker would do; a worker that comes too finds it done."""
        job = jobs_of_imports.latest(imported)
        if job is not None:
            jobs.run(job.pk)
        imported.refresh_from_db()
        return imported

    def _show(self, name: str, plan: Plan) -> None:
        write = self.stdout.write
        left_out = sum(plan.ignored.values())
        write(f"{name}: {ImportKind(self.kind).label}, {plan.encoding}")
        write(
            f"{plan.rows:,} rows: {len(plan.new):,} new, {len(plan.changed):,} changed, "
            f"{plan.unchanged:,} unchanged, {plan.refused:,} refused, {left_out:,} left out"
        )
        for reason, number in plan.ignored.items():
            write(f"  left out: {number:,} {reason}")
        for total in plan.totals:
            last = "" if total.last is None else f"; last time {total.last:,} ({total.last_when})"
            percent = "" if total.percent is None else f", {total.percent:+.1f}%"
            write(f"  {total.label}: {total.this:,}{last}{percent}")
        if plan.made_commissioners:
            write(f"  provisional commissioners made: {len(plan.made_commissioners):,}")
        for caution in plan.cautions:
            write(self.style.WARNING(f"Warning: {caution}"))
        if plan.gone:
            write(f"  with a list last time and none in this file: {len(plan.gone):,} practices")
        self._show_findings(plan.findings)
        if plan.changes_nothing:
            write("Nothing would change.")

    def _show_findings(self, findings: list[Finding]) -> None:
        shown: list[Finding] = []
        of_problem: Counter[str] = Counter()
        for finding in findings:
            of_problem[finding.problem] += 1
            if of_problem[finding.problem] <= SHOWN_OF_A_PROBLEM:
                shown.append(finding)
        for finding in shown:
            verdict = "refused" if finding.refused else "taken"
            self.stdout.write(
                f"  row {finding.row}, {finding.column}, “{finding.value}”: "
                f"{finding.explanation} {finding.remedy} ({verdict})"
            )
        if len(findings) > len(shown):
            self.stdout.write(
                f"  and {len(findings) - len(shown):,} more; --report PATH keeps them all"
            )

    def _report(self, path: str | None, findings: list[Finding]) -> None:
        if path is None:
            return
        refused = [finding for finding in findings if finding.refused]
        Path(path).write_bytes(exports.csv_bytes(report.HEADER, report.rows(refused)))
        self.stdout.write(f"Refused rows: {path}")

    def _agrees(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError("Nothing was written. Say --yes to write, or --preview to look.")
        return input("Write these changes? [y/N] ").strip().lower() in ("y", "yes")

    def _actor(self, email: str | None) -> Actor:
        if email is None:
            return SYSTEM
        try:
            return get_user_model().objects.get(email=email.lower(), is_active=True)
        except get_user_model().DoesNotExist as fault:
            raise CommandError(f"Nobody signs in as {email}.") from fault
