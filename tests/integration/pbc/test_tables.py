"""A table over a queryset asks the database for one page, however long the table is."""

from datetime import timedelta

import pytest
from django.template import engines
from django.utils import timezone

from pbc.models import Job
from pbc.models.jobs import JobStatus
from pbc.tables import Column, DateColumn, NumberColumn, StatusColumn, Table
from tests.gallery import request

pytestmark = pytest.mark.django_db


class Jobs(Table):
    caption = "Jobs"
    columns = [
        Column("title", "Job", sort=True, header=True),
        NumberColumn("done", "Done", sort=True, total=True),
        DateColumn("started_at", "Started", sort=True),
        StatusColumn("status", "Status"),
    ]
    default_sort = "title"
    per_page = 10


def make_jobs(number):
    now = timezone.now()
    Job.objects.bulk_create(
        Job(
            kind="test",
            key=f"test-{index}",
            title=f"Job {index:03d}",
            done=index,
            queued_at=now,
            started_at=now - timedelta(hours=index) if index % 2 else None,
            status=JobStatus.QUEUED,
        )
        for index in range(number)
    )


def test_a_page_costs_the_same_few_queries_whatever_the_length(django_assert_num_queries):
    template = engines["django"].from_string("{% load nhsuk %}{% table table %}")
    make_jobs(40)
    # How many there are, their sum, and the rows of the page.
    with django_assert_num_queries(3):
        page = template.render({"table": Jobs(request("sort=-done"), Job.objects.all())})
    assert "Waiting to start" in page
    # 0 + 1 + … + 39 = 780
    assert ">780<" in page


def test_what_is_missing_comes_last_in_either_order():
    make_jobs(6)
    for query in ("sort=started_at", "sort=-started_at"):
        found = [job.started_at for job in Jobs(request(query), Job.objects.all()).rows]
        assert found[3:] == [None, None, None]
        held = found[:3]
        assert held == sorted(held, reverse=query.startswith("sort=-"))


def test_the_file_is_read_in_one_query(django_assert_num_queries):
    make_jobs(25)
    with django_assert_num_queries(1):
        content = Jobs(request("export=csv"), Job.objects.all()).export().content
    assert len(content.decode("utf-8-sig").splitlines()) == 26
