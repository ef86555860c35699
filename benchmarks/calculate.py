"""How long 10,000 practices take to work out, as a ratio to reading and writing them as JSON.

Run ``python benchmarks/calculate.py``. The floor is what no program could do without: loading
the facts and writing the result, in the same process and on the same machine. The command is
timed as a person starts it, its start included; the contract gives it three seconds.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from les_schemes import rules  # noqa: E402

PRACTICES = 10_000
LOCALITIES = 600
ROUNDS = 5


def county(practices: int, localities: int) -> dict[str, Any]:
    """Facts of many practices: late, alone, overspent, at every level, partly paid."""
    return {
        "contract": 1,
        "scheme": "pbc-les-2007-08",
        "as_at": "2008-03-31",
        "localities": [
            {
                "code": f"L{number:04d}",
                "formed": "2007-04-01",
                "levels": [{"level": number % 3 + 1, "decided": "2007-06-28"}],
            }
            for number in range(localities)
        ],
        "practices": [_practice(number, localities) for number in range(practices)],
        "paid": [
            {
                "payee": f"P{number:05d}",
                "objective": 1,
                "component": "capitation",
                "amount": "1000.00",
            }
            for number in range(practices)
        ],
    }


def _practice(number: int, localities: int) -> dict[str, Any]:
    received = "2007-05-12" if number % 7 == 0 else "2007-04-12"
    return {
        "code": f"P{number:05d}",
        "locality": f"L{number % localities:04d}" if number % 50 else None,
        "list_size": 1500 + number * 37 % 18_000,
        "sign_up": {
            "received": received,
            "accepted": "2007-05-20",
            "eligible_gps": 5,
            "signed_gps": 5,
        },
        "reports": [f"2007-{month:02d}" for month in range(4, 13)],
        "budget": "1000000.00",
        "outturn": f"{900_000 + number * 7919 % 150_000}.{number % 100:02d}",
        "outturn_final": True,
        "quality_attested": number % 9 != 0,
    }


def best(action: Callable[[], Any]) -> float:
    """The least of some rounds, in seconds: the one least disturbed by the machine."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    text = json.dumps(county(PRACTICES, LOCALITIES))
    result = _worked_out(text)
    floor = best(lambda: (json.loads(text), json.dumps(result)))
    sums = best(lambda: json.dumps(_worked_out(text)))
    version_2 = json.dumps(rules.facts_document(rules.parse(rules.read(text))))
    dated = best(lambda: json.dumps(_worked_out(version_2)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.json"
        path.write_text(text)
        command = best(lambda: _command(path))
    print(f"{PRACTICES:,} practices, {len(result['lines']):,} lines, best of {ROUNDS} rounds")
    print(f"floor, JSON in and out:      {floor:6.3f} s   1.0")
    print(f"read, work out, explain:     {sums:6.3f} s  {sums / floor:4.1f}")
    print(f"the same in contract 2:      {dated:6.3f} s  {dated / floor:4.1f}")
    print(f"manage.py calculate, whole:  {command:6.3f} s  {command / floor:4.1f}")


def _worked_out(text: str) -> dict[str, Any]:
    return rules.result_document(rules.calculate(rules.parse(rules.read(text))))


def _command(path: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "calculate", str(path)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    main()
