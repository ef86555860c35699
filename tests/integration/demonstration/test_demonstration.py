"""The demonstration county is what the sources' figures need, and its story holds together."""

import io
from datetime import date
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from accounts.models import User
from demonstration import cast
from demonstration.county import CountyLoader
from les_schemes.models import ReportTemplate, SignUp
from les_schemes.statuses import SignUpStatus
from localities.models import ListSize, Locality, Practice
from payments.models import Line, Run
from pbc import audit, clock
from pbc.roles import Role

pytestmark = pytest.mark.django_db


def told() -> str:
    output = io.StringIO()
    call_command("demo", stdout=output)
    return output.getvalue()


def test_the_county_has_the_sources_patients_localities_and_daccoms_19_practices() -> None:
    county = CountyLoader().load()
    lists = ListSize.objects.filter(as_at=date(2007, 4, 1))
    assert lists.aggregate(all=Sum("registered"))["all"] == 1_150_000
    assert len(county.localities) == 12
    assert len(county.practices_of("H-DAC")) == 19
    assert not Practice.objects.exclude(code__contains="-").exists()


def test_each_localitys_population_is_a_multiple_of_five_so_level_2_comes_out_to_the_penny() -> (
    None
):
    """3 sessions × £300 × 52 ÷ 100,000 = £0.468 a patient: whole pence for every five patients."""
    CountyLoader().load()
    total = Fraction(0)
    for locality in Locality.objects.all():
        population = ListSize.objects.filter(
            as_at=date(2007, 4, 1), practice__locality_memberships__locality=locality
        ).aggregate(all=Sum("registered"))["all"]
        pence = Fraction(3 * 300 * 52 * 100 * population, 100_000)
        assert pence.denominator == 1, locality
        total += pence
    assert total == 53_820_000  # £538,200.00 (FIG-05)


def test_the_story_is_told_by_the_products_own_actions_and_everybody_can_sign_in() -> None:
    told()
    assert clock.today() == date(2007, 4, 16)
    statuses = set(SignUp.objects.values_list("status", flat=True))
    assert statuses == {
        SignUpStatus.DRAFT,
        SignUpStatus.SIGNING,
        SignUpStatus.SUBMITTED,
        SignUpStatus.QUERIED,
        SignUpStatus.ACCEPTED,
    }
    assert not SignUp.objects.filter(provider__code=cast.VISITORS_PRACTICE).exists()
    run = Run.objects.get()
    assert run.status == "paid"
    assert Line.objects.exclude(held_reason="").exists()
    template = ReportTemplate.objects.get()
    assert template.status == "agreed"
    assert template.agreements.count() > 1
    assert list(audit.verify()) == []
    assert {person.role for person in cast.sign_ins()} == set(Role)
    for person in cast.sign_ins():
        user = User.objects.get(email=person.email)
        assert user.holds(person.role)
        assert not user.lacks_second_factor
        assert user.email.endswith(".example")


def test_a_full_database_is_refused_and_left_as_it_is() -> None:
    CountyLoader().load()
    with pytest.raises(CommandError, match="not empty, so nothing was loaded"):
        call_command("demo")
    assert not User.objects.exists()


def test_there_is_no_demonstration_in_production(settings: object) -> None:
    settings.PBC_IS_PRODUCTION = True  # type: ignore[attr-defined]
    for command in ("demo", "demo_sign_ins"):
        with pytest.raises(CommandError, match="no demonstration in production"):
            call_command(command)
