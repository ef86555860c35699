"""How long ``./run`` takes until it answers: on new data, and the second time.

    .venv/bin/python benchmarks/start_up.py [STARTS]

Prints seconds from the command to its last line, and the second start as a share of the first.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAST_LINE = "Ctrl-C stops everything"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seconds_to_start(var: Path) -> float:
    environment = {**os.environ, "PBC_VAR": str(var), "PORT": str(free_port())}
    begun = time.perf_counter()
    running = subprocess.Popen(
        [str(ROOT / "run")], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    said = []
    for line in running.stderr:
        said.append(line)
        if LAST_LINE in line:
            break
    else:
        sys.exit("it did not start:\n" + "".join(said))
    taken = time.perf_counter() - begun
    running.send_signal(signal.SIGINT)
    running.communicate()
    return taken


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory(prefix="pbc-start-") as folder:
        var = Path(folder) / "var"
        first = seconds_to_start(var)
        later = [seconds_to_start(var) for _ in range(starts)]
    print(f"first start, with .venv made, database and demonstration not: {first:.1f} s")
    print(f"later starts: median {statistics.median(later):.1f} s, longest {max(later):.1f} s")
    print(f"a later start takes {statistics.median(later) / first:.2f} of the first")


if __name__ == "__main__":
    main()
