"""A second, deliberately naive working of the calculation contract, to compare the rules with.

It reads a document of facts as JSON gives it and follows the contract's sentences one by one, a
day and a month at a time, in exact fractions of a pound. It shares no code with the rules, is not
fast, and takes the document to be free of faults. Of contract 2 it knows what a run of the PBC LES
2007/08 holds: one locality a practice, and withdrawals under ``stop_and_review``.
"""

from datetime import date, timedelta
from fractions import Fraction

YEAR_MONTHS = [(2007, month) for month in range(4, 13)] + [(2008, month) for month in range(1, 4)]

LES_TERMS = {
    "capitation_rate": "1.00",
    "information_rate": "0.50",
    "session_rate": "300.00",
    "staff_hour_rate": "30.00",
    "weeks": 52,
    "reward_fraction": "0.10",
    "reward_cap_per_patient": "1.00",
    "reinvestment_fraction": "0.70",
    "sign_up_deadline": "2007-04-30",
}
LES_READINGS = {
    "late_sign_up": "whole_months_after_acceptance",
    "gp_signatures": "all_required",
    "population": "accepted_members",
    "capitation_units": "exact",
    "level_mode": "replace",
    "level_floor": "level_1",
    "level_effective": "first_of_next_month",
    "part_year": "whole_months",
    "information_release": "pro_rata_months",
    "savings_unit": "practice",
    "split_base": "net_of_reward",
    "reinvestment_share": "net",
    "overspend_scope": "objective_4_and_review",
}
LES_KINDS = {
    "capitation": "payment",
    "information_fund": "allocation",
    "information_release": "payment",
    "gp_sessions": "payment",
    "practice_staff": "payment",
    "reward": "payment",
    "pct_share": "allocation",
    "reinvestment": "allocation",
    "unallocated": "allocation",
}
DES_TERMS = {"rate": "0.95", "practice_fraction": "0.75"}
DES_READINGS = {"split_scope": "both_components"}
DES_KINDS = {"practice_payment": "payment", "invoice_pot": "allocation"}


def result(document):
    """What the contract says a document of facts comes to, without the working."""
    if document["contract"] == 2:
        document = as_contract_1(document)
    if document["scheme"] == "pbc-les-2007-08":
        sums = LesSums(document)
        kinds = LES_KINDS
    else:
        sums = DesSums(document)
        kinds = DES_KINDS
    entitlements = sums.entitlements()
    paid = {}
    for item in document.get("paid", []):
        key = (item["objective"], item["component"], item["payee"])
        paid[key] = paid.get(key, Fraction(0)) + Fraction(item["amount"])
    lines = []
    payments_due = allocations_due = Fraction(0)
    for key in sorted(set(entitlements) | set(paid)):
        entitlement = entitlements.get(key, Fraction(0))
        was_paid = paid.get(key, Fraction(0))
        if entitlement == 0 and was_paid == 0:
            continue
        objective, component, payee = key
        due = entitlement - was_paid
        if kinds[component] == "payment":
            payments_due += due
        else:
            allocations_due += due
        lines.append(
            {
                "payee": payee,
                "objective": objective,
                "component": component,
                "kind": kinds[component],
                "entitlement": written(entitlement),
                "paid": written(was_paid),
                "due": written(due),
            }
        )
    return {
        "contract": document["contract"],
        "scheme": document["scheme"],
        "as_at": document["as_at"],
        "lines": lines,
        "cases": sums.cases(entitlements),
        "totals": {
            "payments_due": written(payments_due),
            "allocations_due": written(allocations_due),
        },
    }


def as_contract_1(document):
    """A run's facts in contract 1, a practice's ``withdrawn`` standing in its sign-up."""
    scheme = document["scheme"]
    assert scheme["financial_year"] == 2007
    assert scheme["readings"]["withdrawal"] == "stop_and_review"
    assert not document["mergers"]
    terms = dict(scheme["terms"])
    readings = {"late_sign_up": scheme["readings"]["late_sign_up"]}
    rates = {1: "capitation_rate", 2: "information_rate"}
    for objective in scheme["objectives"]:
        readings |= objective["readings"]
        for name, value in objective["terms"].items():
            terms[rates[objective["number"]] if name == "rate" else name] = value
    practices = []
    for provider in document["providers"]:
        (only,) = provider["lists"]
        assert len(provider["memberships"]) <= 1
        practice = {
            "code": provider["code"],
            "list_size": only["size"],
            "locality": None,
            "sign_up": provider["sign_up"],
            "reports": provider["reports"],
        }
        for membership in provider["memberships"]:
            assert membership["to"] is None
            practice["locality"] = membership["locality"]
        practices.append(practice)
    return {
        "contract": 2,
        "scheme": scheme["code"],
        "as_at": document["as_at"],
        "terms": terms,
        "readings": readings,
        "localities": document["localities"],
        "practices": practices,
        "paid": document["paid"],
    }


def penny(pounds):
    """Half a penny rounds up, away from zero."""
    pence = abs(pounds) * 100
    whole = pence.numerator // pence.denominator
    if pence - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if pounds >= 0 else -whole, 100)


def penny_below(pounds):
    pence = pounds * 100
    return Fraction(pence.numerator // pence.denominator, 100)


def written(pounds):
    assert (pounds * 100).denominator == 1
    pence = int(pounds * 100)
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def day_of(text):
    return date.fromisoformat(text)


def month_of(day):
    return (day.year, day.month)


def month_after(month):
    return (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)


class LesSums:
    def __init__(self, document):
        self.document = document
        self.as_at = day_of(document["as_at"])
        self.terms = LES_TERMS | document.get("terms", {})
        self.readings = LES_READINGS | document.get("readings", {})
        self.practices = document["practices"]

    def pounds(self, term):
        return Fraction(self.terms[term])

    def members(self, locality):
        return [p for p in self.practices if p.get("locality") == locality["code"]]

    # Sign-ups

    def counts(self, practice):
        sign_up = practice.get("sign_up")
        return sign_up is not None and day_of(sign_up["accepted"]) <= self.as_at

    def on_time(self, practice):
        received = day_of(practice["sign_up"]["received"])
        return received <= day_of(self.terms["sign_up_deadline"])

    def withdrawn(self, practice):
        """The day of a withdrawal within the year, by the day of the sum."""
        withdrawn = (practice.get("sign_up") or {}).get("withdrawn")
        if withdrawn is None or not day_of(withdrawn) <= min(self.as_at, date(2008, 3, 31)):
            return None
        return day_of(withdrawn)

    def months(self, practice):
        if not self.counts(practice):
            return 0
        if self.on_time(practice):
            return 12
        if self.readings["late_sign_up"] == "full":
            return 12
        if self.readings["late_sign_up"] == "none":
            return 0
        accepted = month_of(day_of(practice["sign_up"]["accepted"]))
        return len([month for month in YEAR_MONTHS if month > accepted])

    # Objectives 1 and 2

    def overspent(self, practice):
        return practice.get("outturn_final") is True and self.saving(practice) < 0

    def loses_all(self, practice):
        return self.readings["overspend_scope"] == "all_lost" and self.overspent(practice)

    def capitation(self, practice):
        if not self.counts(practice) or self.loses_all(practice):
            return Fraction(0)
        eligible = practice["sign_up"]["eligible_gps"]
        signed = practice["sign_up"]["signed_gps"]
        if eligible == 0:
            f = Fraction(0)
        elif self.readings["gp_signatures"] == "all_required":
            f = Fraction(1) if signed == eligible else Fraction(0)
        elif self.readings["gp_signatures"] == "pro_rata":
            f = Fraction(signed, eligible)
        else:
            f = Fraction(1) if signed >= 1 else Fraction(0)
        months = YEAR_MONTHS[12 - self.months(practice) :]
        a_month = self.pounds("capitation_rate") * practice["list_size"] * f / 12
        whole = penny(a_month * len(months))
        withdrawn = self.withdrawn(practice)
        if withdrawn is None:
            return whole
        served = penny(a_month * len([month for month in months if date(*month, 1) < withdrawn]))
        was_paid = sum(
            Fraction(item["amount"])
            for item in self.document["paid"]
            if (item["payee"], item["component"]) == (practice["code"], "capitation")
        )
        return max(served, min(whole, was_paid))

    def annual(self, practice):
        rate = self.pounds("information_rate")
        return penny(rate * practice["list_size"] * self.months(practice) / 12)

    def information_release(self, practice):
        months = self.months(practice)
        if months == 0 or self.loses_all(practice):
            return Fraction(0)
        k = 0
        for month in YEAR_MONTHS[12 - months :]:
            given = f"{month[0]}-{month[1]:02d}" in practice.get("reports", [])
            withdrawn = self.withdrawn(practice)
            if withdrawn is not None and date(*month_after(month), 1) > withdrawn:
                continue
            if given and month <= month_of(self.as_at):
                k += 1
        annual = self.annual(practice)
        if self.readings["information_release"] == "all_or_nothing":
            return annual if k == months else Fraction(0)
        if self.readings["information_release"] == "threshold" and k >= Fraction(months * 10, 12):
            return annual
        return penny(annual * k / months)

    # Objective 3

    def population(self, locality):
        members = self.members(locality)
        if self.readings["population"] == "accepted_members":
            members = [p for p in members if self.counts(p) and self.on_time(p)]
        return sum(p["list_size"] for p in members)

    def units(self, locality):
        units = Fraction(self.population(locality), 100000)
        whole = units.numerator // units.denominator
        if self.readings["capitation_units"] == "whole_down":
            return Fraction(whole)
        if self.readings["capitation_units"] == "whole_up":
            return Fraction(whole if units == whole else whole + 1)
        return units

    def a_year_at(self, level, locality):
        """Sessions and staff in pounds."""
        session = self.pounds("session_rate") * self.terms["weeks"]
        hour = self.pounds("staff_hour_rate") * self.terms["weeks"]
        units = self.units(locality)
        of_level = {
            1: (session, Fraction(0)),
            2: (3 * session * units, 10 * hour * units),
            3: (6 * session * units, 20 * hour * units),
        }
        sessions, staff = of_level[level]
        if self.readings["level_mode"] == "cumulative":
            for below in range(1, level):
                sessions += of_level[below][0]
                staff += of_level[below][1]
        if level > 1 and self.readings["level_floor"] == "level_1" and sessions + staff < session:
            return session, Fraction(0)
        return sessions, staff

    def level_on(self, day, locality):
        best = None
        for position, award in enumerate(locality["levels"]):
            decided = day_of(award["decided"])
            if decided > self.as_at:
                continue
            if self.readings["level_effective"] == "start_of_year":
                in_force = day >= date(2007, 4, 1)
            elif self.readings["level_effective"] == "decision_date":
                in_force = day >= decided
            else:
                in_force = month_of(day) > month_of(decided)
            if in_force and (best is None or (decided, position) > best[:2]):
                best = (decided, position, award["level"])
        return 1 if best is None else best[2]

    def objective_3(self, locality):
        formed = day_of(locality["formed"])
        sessions = staff = Fraction(0)
        if self.readings["part_year"] == "whole_months":
            for month in YEAR_MONTHS:
                first = date(*month, 1)
                if month <= month_of(self.as_at) and formed <= first:
                    a_year = self.a_year_at(self.level_on(first, locality), locality)
                    sessions += a_year[0] / 12
                    staff += a_year[1] / 12
        else:
            day = date(2007, 4, 1)
            while day <= date(2008, 3, 31):
                if month_of(day) <= month_of(self.as_at) and formed <= day:
                    a_year = self.a_year_at(self.level_on(day, locality), locality)
                    sessions += a_year[0] / 366
                    staff += a_year[1] / 366
                day += timedelta(days=1)
        return penny(sessions), penny(staff)

    # Objective 4

    def saving(self, practice):
        return Fraction(practice["budget"]) - Fraction(practice["outturn"])

    def final(self, practices):
        return [p for p in practices if p.get("outturn_final") is True]

    def can_be_rewarded(self, practice):
        saved = self.saving(practice) > 0
        takes_part = self.counts(practice) and self.withdrawn(practice) is None
        return saved and takes_part and practice["quality_attested"]

    def capped(self, saving, patients):
        return penny(
            min(
                self.pounds("reward_fraction") * saving,
                self.pounds("reward_cap_per_patient") * patients,
            )
        )

    def own_reward(self, practice):
        if not self.can_be_rewarded(practice):
            return Fraction(0)
        return self.capped(self.saving(practice), practice["list_size"])

    def split(self, saving, reward):
        """(pct_share, reinvestment, unallocated)"""
        part = self.pounds("reinvestment_fraction")
        if self.readings["reinvestment_share"] == "gross":
            reinvestment = penny(part * saving)
            return saving - reward - reinvestment, reinvestment, Fraction(0)
        if self.readings["split_base"] == "full_tenth":
            tenth = penny(self.pounds("reward_fraction") * saving)
            base = saving - tenth
            unallocated = tenth - reward
        else:
            base = saving - reward
            unallocated = Fraction(0)
        pct_share = penny((1 - part) * base)
        return pct_share, base - pct_share, unallocated

    def objective_4(self):
        self.lines = {}
        for practice in self.final(p for p in self.practices if p.get("locality") is None):
            self.practice_by_itself(practice, practice["code"])
        by = {
            "practice": self.by_practice,
            "locality": self.by_locality,
            "hybrid": self.by_both,
        }[self.readings["savings_unit"]]
        for locality in self.document["localities"]:
            practices = self.final(self.members(locality))
            net = sum((self.saving(p) for p in practices), Fraction(0))
            by(locality["code"], practices, net)
        return self.lines

    def add(self, component, payee, amount):
        key = (4, component, payee)
        self.lines[key] = self.lines.get(key, Fraction(0)) + amount

    def add_split(self, payee, parts):
        self.add("pct_share", "PCT", parts[0])
        self.add("reinvestment", payee, parts[1])
        self.add("unallocated", "PCT", parts[2])

    def practice_by_itself(self, practice, payee):
        if self.saving(practice) > 0:
            reward = self.own_reward(practice)
            self.add("reward", practice["code"], reward)
            self.add_split(payee, self.split(self.saving(practice), reward))

    def by_practice(self, code, practices, net):
        for practice in practices:
            self.practice_by_itself(practice, code)

    def by_locality(self, code, practices, net):
        if net <= 0:
            return
        reward = Fraction(0)
        sharers = [p for p in practices if self.can_be_rewarded(p)]
        if sharers:
            reward = self.capped(net, sum(p["list_size"] for p in practices))
            for name, amount in self.shares(reward, sharers).items():
                self.add("reward", name, amount)
        self.add_split(code, self.split(net, reward))

    def by_both(self, code, practices, net):
        base = net
        for practice in practices:
            reward = self.own_reward(practice)
            self.add("reward", practice["code"], reward)
            base -= reward
        if base > 0:
            pct_share = penny((1 - self.pounds("reinvestment_fraction")) * base)
            self.add("pct_share", "PCT", pct_share)
            self.add("reinvestment", code, base - pct_share)

    def shares(self, reward, sharers):
        together = sum(self.saving(p) for p in sharers)
        exact = {p["code"]: reward * self.saving(p) / together for p in sharers}
        shares = {code: penny_below(amount) for code, amount in exact.items()}
        waiting = sorted(exact, key=lambda code: (shares[code] - exact[code], code))
        while sum(shares.values()) < reward:
            shares[waiting.pop(0)] += Fraction(1, 100)
        return shares

    # Together

    def entitlements(self):
        lines = self.objective_4()
        for practice in self.practices:
            code = practice["code"]
            lines[1, "capitation", code] = self.capitation(practice)
            lines[2, "information_release", code] = self.information_release(practice)
        for locality in self.document["localities"]:
            code = locality["code"]
            annuals = [self.annual(p) for p in self.members(locality)]
            lines[2, "information_fund", code] = sum(annuals, Fraction(0))
            sessions, staff = self.objective_3(locality)
            lines[3, "gp_sessions", code] = sessions
            lines[3, "practice_staff", code] = staff
        return lines

    def cases(self, entitlements):
        if self.readings["overspend_scope"] != "objective_4_and_review":
            return []
        return [
            {
                "practice": practice["code"],
                "kind": "overspend_review",
                "exposure": written(
                    entitlements[1, "capitation", practice["code"]]
                    + entitlements[2, "information_release", practice["code"]]
                ),
            }
            for practice in sorted(self.practices, key=lambda p: p["code"])
            if self.overspent(practice)
        ]


class DesSums:
    def __init__(self, document):
        self.document = document
        self.terms = DES_TERMS | document.get("terms", {})
        self.readings = DES_READINGS | document.get("readings", {})

    def entitlements(self):
        lines = {}
        for practice in self.document["practices"]:
            self.divide(lines, 1, practice, self.plan(practice))
            self.divide(lines, 2, practice, self.achieved(practice))
        return lines

    def plan(self, practice):
        agreed = practice["plan_agreed"]
        if agreed is None or day_of(agreed) > day_of(self.document["as_at"]):
            return Fraction(0)
        return penny(Fraction(self.terms["rate"]) * practice["list_size"])

    def achieved(self, practice):
        achievement = practice.get("achievement")
        if achievement is None or not achievement["milestones_met"]:
            return Fraction(0)
        amount = penny(Fraction(self.terms["rate"]) * achievement["list_size"])
        return max(amount - Fraction(achievement["freed_up_resources"]), Fraction(0))

    def divide(self, lines, objective, practice, amount):
        part = penny(Fraction(self.terms["practice_fraction"]) * amount)
        if practice.get("locality") is None:
            part = amount
        if objective == 2 and self.readings["split_scope"] == "plan_only":
            part = amount
        lines[objective, "practice_payment", practice["code"]] = part
        if practice.get("locality") is not None:
            key = (objective, "invoice_pot", practice["locality"])
            lines[key] = lines.get(key, Fraction(0)) + amount - part

    def cases(self, entitlements):
        return []
