import pytest
from django.test import Client
from django.utils import timezone

from localities.models import Commissioner
from pbc import jobs
from pbc.models import Job
from pbc.refusals import NotNow
from pbc.roles import Role
from tests import people

pytestmark = pytest.mark.django_db

KIND = "test.job_page"


@pytest.fixture
def manager():
    return people.holder(Role.PRACTICE_MANAGER, people.practice(people.commissioner()))


@pytest.fixture
def visitor(manager) -> Client:
    visitor = Client()
    people.sign_in(visitor, manager)
    return visitor


def asked_for_by(user, handler=lambda job: "/interests/") -> Job:
    jobs.handles(KIND)(handler)
    return jobs.enqueue(kind=KIND, key="one", title="Import of lists", by=user)


def test_a_waiting_job_asks_for_itself_anew_with_and_without_script(
    manager, visitor: Client
) -> None:
    job = asked_for_by(manager)
    page = visitor.get(f"/jobs/{job.pk}/").content.decode()
    assert "Import of lists" in page
    assert f'hx-get="/jobs/{job.pk}/"' in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page


def test_a_running_job_says_how_far_it_is(manager, visitor: Client) -> None:
    job = asked_for_by(manager)
    Job.objects.update(status="running", started_at=timezone.now())
    jobs.report(job, done=25, total=100, message="Checking row 25")
    page = visitor.get(f"/jobs/{job.pk}/").content.decode()
    assert 'value="25"' in page
    assert "Checking row 25" in page


def test_a_finished_job_leads_to_its_result_and_asks_no_more(manager, visitor: Client) -> None:
    job = asked_for_by(manager)
    jobs.run(job.pk)
    page = visitor.get(f"/jobs/{job.pk}/").content.decode()
    assert 'href="/interests/"' in page
    assert "hx-get" not in page
    assert "refresh" not in page


def test_a_failed_job_says_why(manager, visitor: Client) -> None:
    def refuse(job: Job) -> str:
        raise NotNow("Row 3 of the file has no code.")

    job = asked_for_by(manager, refuse)
    jobs.run(job.pk)
    page = visitor.get(f"/jobs/{job.pk}/").content.decode()
    assert "This did not finish" in page
    assert "Row 3 of the file has no code." in page


def opened_by(job: Job, role: Role, commissioner) -> int:
    visitor = Client()
    name = f"{role.name.title().replace('_', '')} {commissioner.code}"
    people.sign_in(visitor, people.holder(role, commissioner, name))
    return visitor.get(f"/jobs/{job.pk}/").status_code


@pytest.mark.parametrize(
    "role, answer",
    [
        (Role.ADMINISTRATOR, 200),
        (Role.AUDITOR, 200),
        (Role.COMMISSIONER, 404),
        (Role.FINANCE_PREPARER, 404),
    ],
)
def test_it_is_seen_by_whoever_asked_and_by_their_administrators_and_auditors(
    manager, role: Role, answer: int
) -> None:
    job = asked_for_by(manager)
    assert opened_by(job, role, Commissioner.objects.get()) == answer
    assert opened_by(job, role, people.commissioner("UPCT", "Other PCT")) == 404
    assert Client().get(f"/jobs/{job.pk}/").status_code == 302
