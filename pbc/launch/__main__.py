"""``./run``, ``./test`` and ``./check`` begin here."""

import signal
import sys

from pbc.launch import checks, commands, suite
from pbc.launch.places import LaunchError, say

COMMANDS = {
    "test": suite.test,
    "check": checks.check,
    "manage": commands.manage,
    "install": commands.install,
    "migrate": commands.migrate,
    "web": commands.web,
    "worker": commands.worker,
    "beat": commands.beat,
    "health": commands.health,
    "help": commands.show_help,
    "--help": commands.show_help,
    "-h": commands.show_help,
}


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    # A shell script that starts us in the background has it ignored; it means the end all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if not name:
            return commands.run()
        if name not in COMMANDS:
            raise LaunchError(f"./run has no command {name!r}; see ./run help.")
        return COMMANDS[name](rest)
    except LaunchError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
