"""A port to listen on."""

import contextlib
import errno
import os
import socket

from pbc.launch.places import LaunchError, say

DEFAULT_PORT = 8000
TRIES = 100


def wanted_port() -> int:
    """The port ``PORT`` asks for."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def listen() -> tuple[int, list[socket.socket]]:
    """Open sockets on this machine's own addresses, at the wanted port or the next free one.

    The sockets are handed to the web server open, so that nobody can take the port in between and
    a browser that comes early waits instead of being refused.
    """
    wanted = wanted_port()
    for port in range(wanted, min(wanted + TRIES, 65536)):
        try:
            sockets = _open(port)
        except PermissionError as problem:
            raise LaunchError(f"Port {port} needs more rights than this user has.") from problem
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise
            say(f"Port {port} is taken.")
        else:
            return port, sockets
    raise LaunchError(f"No free port from {wanted} up. Set PORT to another.")


def _open(port: int) -> list[socket.socket]:
    with contextlib.ExitStack() as opened:
        sockets = [opened.enter_context(_listening(socket.AF_INET, ("127.0.0.1", port)))]
        if _has_version_6():
            sockets.append(opened.enter_context(_listening(socket.AF_INET6, ("::1", port))))
        opened.pop_all()
    return sockets


def _listening(family: socket.AddressFamily, address: tuple[str, int]) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _has_version_6() -> bool:
    """Whether ``localhost`` can mean ``::1`` here."""
    try:
        _listening(socket.AF_INET6, ("::1", 0)).close()
    except OSError:
        return False
    return True
