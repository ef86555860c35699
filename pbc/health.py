"""Whether this process can do its work: what health checks and the launcher ask."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views import View

from pbc import guards

TIMEOUT_SECONDS = 2


class Health(View):
    """200 when database and queue answer, else 503 naming the one that does not."""

    guard = guards.Public("a load balancer has no account; the page says up or down, no more")
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> JsonResponse:
        state = {"database": _state(_ask_database), "queue": _state(_ask_queue)}
        well = all(answer == "up" for answer in state.values())
        response = JsonResponse(state, status=200 if well else 503)
        response["Cache-Control"] = "no-store"
        return response


def _state(ask: Callable[[], object]) -> str:
    try:
        ask()
    except (DatabaseError, redis.RedisError, OSError):
        return "down"
    return "up"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_queue() -> None:
    with redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
    ) as server:
        server.ping()
