"""Documents of facts for tests: a small one to change, and Hypothesis strategies for any."""

import os
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from les_schemes.rules import SCHEMES, calculate, parse, result_document

LES = "pbc-les-2007-08"
DES = "towards-pbc-des-2006-07"

SOAK = os.environ.get("PBC_SOAK") == "1"


def examples(number):
    """So many documents to try, twenty times as many in a soak run, however slow the machine."""
    return settings(
        max_examples=number * 20 if SOAK else number,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def sign_up(**changes):
    return {
        "received": "2007-04-12",
        "accepted": "2007-04-20",
        "eligible_gps": 5,
        "signed_gps": 5,
    } | changes


def practice(**changes):
    """A practice signed up on time, in Dacorum."""
    return {
        "code": "E82001",
        "locality": "DAC",
        "list_size": 8000,
        "sign_up": sign_up(),
    } | changes


def budget(saving, **changes):
    """The four budget fields with a saving of so many pounds on a million."""
    return {
        "budget": "1000000.00",
        "outturn": f"{1_000_000 - saving:.2f}",
        "outturn_final": True,
        "quality_attested": True,
    } | changes


def les(*practices, levels=(), **changes):
    """The facts of practices in the one locality of Dacorum, at the end of the year."""
    return {
        "contract": 1,
        "scheme": LES,
        "as_at": "2008-03-31",
        "localities": [{"code": "DAC", "formed": "2007-04-01", "levels": list(levels)}],
        "practices": list(practices),
    } | changes


def des(*practices, **changes):
    return {
        "contract": 1,
        "scheme": DES,
        "as_at": "2007-03-31",
        "localities": [{"code": "DAC", "formed": "2006-04-01"}],
        "practices": list(practices),
    } | changes


def des_practice(**changes):
    return {
        "code": "E82001",
        "locality": "DAC",
        "list_size": 7431,
        "plan_agreed": "2006-09-01",
    } | changes


MONTHS = [f"2007-{month:02d}" for month in range(4, 13)] + ["2008-01", "2008-02", "2008-03"]

codes_of_places = st.text(min_size=1, max_size=3).filter(lambda code: code != "PCT")
list_sizes = st.one_of(
    st.integers(0, 30_000), st.sampled_from([0, 1, 24_999, 25_000, 95_834, 100_000, 250_001])
)
amounts = st.one_of(
    st.integers(0, 3_000_000_00), st.integers(-1_000_00, 1_000_00), st.just(1_000_000_00)
).map(lambda pence: f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}")
rates = st.one_of(st.sampled_from(["0.00", "0.01", "0.33", "1.00"]), amounts).filter(
    lambda amount: not amount.startswith("-")
)
fractions = st.one_of(
    st.sampled_from(["0", "1", "0.10", "0.7", "1.0000"]),
    st.integers(0, 10_000).map(lambda part: f"{part // 10_000}.{part % 10_000:04d}"),
)


def readings_of(scheme):
    return st.fixed_dictionaries(
        {}, optional={one.name: st.sampled_from(list(one.choices)) for one in scheme.readings}
    )


@st.composite
def sign_ups(draw):
    received, accepted = sorted(
        [
            draw(dates_between("2007-01-15", "2008-05-15")),
            draw(dates_between("2007-01-15", "2008-05-15")),
        ]
    )
    eligible = draw(st.integers(0, 7))
    return {
        "received": received,
        "accepted": accepted,
        "eligible_gps": eligible,
        "signed_gps": draw(st.one_of(st.just(eligible), st.integers(0, eligible))),
    }


def dates_between(first, last):
    return st.dates(date.fromisoformat(first), date.fromisoformat(last)).map(date.isoformat)


@st.composite
def les_documents(draw):
    """Any facts of the LES: every reading, odd terms, everything late, missing or overspent."""
    codes = draw(st.lists(codes_of_places, min_size=8, max_size=8, unique=True))
    localities = [
        {
            "code": code,
            "formed": draw(dates_between("2006-12-01", "2008-04-30")),
            "levels": draw(
                st.lists(
                    st.fixed_dictionaries(
                        {
                            "level": st.sampled_from([1, 2, 3]),
                            "decided": dates_between("2007-02-01", "2008-04-30"),
                        }
                    ),
                    max_size=4,
                )
            ),
        }
        for code in codes[: draw(st.integers(0, 3))]
    ]
    places = st.sampled_from([None, *(locality["code"] for locality in localities)])
    practices = []
    for code in codes[3 : 3 + draw(st.integers(0, 5))]:
        given = {
            "code": code,
            "locality": draw(places),
            "list_size": draw(list_sizes),
            "sign_up": draw(st.one_of(st.none(), sign_ups(), st.just(sign_up()))),
            "reports": draw(st.lists(st.sampled_from(MONTHS), max_size=14)),
        }
        if draw(st.booleans()):
            given |= {
                "budget": draw(amounts),
                "outturn": draw(amounts),
                "outturn_final": draw(st.sampled_from([True, True, False])),
                "quality_attested": draw(st.sampled_from([True, True, False])),
            }
        practices.append(given)
    readings = draw(readings_of(SCHEMES[LES]))
    if readings.get("savings_unit") == "hybrid":
        readings = {
            name: choice
            for name, choice in readings.items()
            if name not in {"split_base", "reinvestment_share"}
        }
    given_codes = [one["code"] for one in [*localities, *practices]]
    return {
        "contract": 1,
        "scheme": LES,
        "as_at": draw(st.one_of(st.just("2008-03-31"), dates_between("2007-01-01", "2008-06-30"))),
        "readings": readings,
        "terms": draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "capitation_rate": rates,
                    "information_rate": rates,
                    "session_rate": rates,
                    "staff_hour_rate": rates,
                    "weeks": st.integers(0, 60),
                    "reward_fraction": fractions,
                    "reward_cap_per_patient": rates,
                    "reinvestment_fraction": fractions,
                    "sign_up_deadline": dates_between("2007-01-20", "2008-05-01"),
                },
            )
        ),
        "localities": localities,
        "practices": practices,
        "paid": draw(paid_to([*given_codes, "PCT"], SCHEMES[LES])),
    }


@st.composite
def des_documents(draw):
    """Any facts of the DES."""
    codes = draw(st.lists(codes_of_places, min_size=6, max_size=6, unique=True))
    localities = [
        {"code": code, "formed": "2006-04-01"} for code in codes[: draw(st.integers(0, 2))]
    ]
    places = st.sampled_from([None, *(locality["code"] for locality in localities)])
    practices = []
    for code in codes[2 : 2 + draw(st.integers(0, 4))]:
        given = {
            "code": code,
            "locality": draw(places),
            "list_size": draw(list_sizes),
            "plan_agreed": draw(st.one_of(st.none(), dates_between("2006-04-01", "2007-05-01"))),
        }
        if draw(st.booleans()):
            given["achievement"] = {
                "list_size": draw(list_sizes),
                "milestones_met": draw(st.sampled_from([True, True, False])),
                "freed_up_resources": draw(amounts),
            }
        practices.append(given)
    given_codes = [one["code"] for one in [*localities, *practices]]
    return {
        "contract": 1,
        "scheme": DES,
        "as_at": draw(dates_between("2006-03-01", "2007-05-01")),
        "readings": draw(readings_of(SCHEMES[DES])),
        "terms": draw(
            st.fixed_dictionaries({}, optional={"rate": rates, "practice_fraction": fractions})
        ),
        "localities": localities,
        "practices": practices,
        "paid": draw(paid_to(given_codes, SCHEMES[DES])),
    }


def paid_to(payees, scheme):
    """Amounts paid under any component to anyone, fitting or not."""
    if not payees:
        return st.just([])
    return st.lists(
        st.builds(
            lambda payee, key, amount: {
                "payee": payee,
                "objective": key[0],
                "component": key[1],
                "amount": amount,
            },
            st.sampled_from(payees),
            st.sampled_from(list(scheme.payables)),
            amounts,
        ),
        max_size=4,
    )


documents = st.one_of(les_documents(), les_documents(), des_documents())


def earned(document):
    """What each payee earned under each component: ``{("capitation", "E82001"): "8000.00"}``.

    Where objectives share a component's name, as in the DES, the objective's number leads.
    """
    result = result_document(calculate(parse(document)))
    by_objective = document["scheme"] == DES
    return {
        (line["objective"], line["component"], line["payee"])
        if by_objective
        else (line["component"], line["payee"]): line["entitlement"]
        for line in result["lines"]
    }


def due(document):
    """What is due to each payee under each component."""
    result = result_document(calculate(parse(document)))
    return {(line["component"], line["payee"]): line["due"] for line in result["lines"]}


def working(document, component, payee):
    """The sentences of one line's working as one text."""
    result = calculate(parse(document))
    (line,) = [line for line in result.lines if (line.component, line.payee) == (component, payee)]
    return " ".join(line.working)
