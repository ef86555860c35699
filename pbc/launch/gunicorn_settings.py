"""How the web server is set; https://docs.gunicorn.org/en/stable/settings.html names each."""

from typing import Any

from pbc.launch.places import ROOT
from pbc.launch.process_death import die_with_parent

chdir = str(ROOT)
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
timeout = 120
graceful_timeout = 10
accesslog = "-"
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Each worker dies with the arbiter."""
    die_with_parent(server.pid)
