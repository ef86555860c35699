"""What the process is told from outside: one reader for every environment variable.

Outside production everything has a safe default in ``var/``. In production nothing has: every
missing variable is collected and named at once, so that a first deployment fails with one list.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
POSTGRESQL_SCHEMES = {"postgres", "postgresql"}

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment:
    """The variables of one process; ``complain()`` raises naming all that production lacks."""

    def __init__(self, variables: "os._Environ[str] | dict[str, str]") -> None:
        self.variables = variables
        self.kind = variables.get("PBC_ENV", "demonstration")
        if self.kind not in {"demonstration", "production"}:
            raise ImproperlyConfigured(
                f"PBC_ENV is {self.kind!r}; set it to 'demonstration' or 'production'."
            )
        self.missing: list[str] = []
        self.wrong: list[str] = []

    @property
    def is_production(self) -> bool:
        return self.kind == "production"

    @property
    def var_dir(self) -> Path:
        return Path(self.variables.get("PBC_VAR") or BASE_DIR / "var").absolute()

    def get(self, name: str, *, default: str = "") -> str:
        """A variable that production requires and a demonstration may leave out."""
        value = self.variables.get(name, "")
        if value:
            return value
        if self.is_production:
            self.missing.append(name)
        return default

    def optional(self, name: str, *, default: str = "") -> str:
        """A variable nobody has to set."""
        return self.variables.get(name, "") or default

    def key(self, name: str) -> str:
        """A secret: from the variable, else (never in production) made once into ``var/keys``."""
        value = self.variables.get(name, "")
        if value:
            return value
        if self.is_production:
            self.missing.append(name)
            return ""
        return self.made_once(name, make=lambda: secrets.token_urlsafe(48))

    def flag(self, name: str) -> bool:
        """Whether a variable says yes; nobody has to set it."""
        return self.variables.get(name, "").lower() in {"1", "true", "yes", "on"}

    def database_url(self, name: str, *, default: str = "") -> str:
        """The address of a database; in production it must be PostgreSQL."""
        value = self.get(name, default=default)
        if value and self.is_production and urlsplit(value).scheme not in POSTGRESQL_SCHEMES:
            self.wrong.append(f"{name} must be a postgresql:// address")
        return value

    def email(self, name: str) -> dict[str, Any]:
        """How mail leaves; outside production it may be left out, and mail goes to the log."""
        address = urlsplit(self.get(name))
        kinds = {
            "": (CONSOLE, False, False, 0),
            "smtp": (SMTP, False, False, 25),
            "smtp+tls": (SMTP, True, False, 587),
            "smtps": (SMTP, False, True, 465),
        }
        if address.scheme not in kinds:
            self.wrong.append(f"{name} must begin with smtp://, smtp+tls:// or smtps://")
        backend, starttls, tls, port = kinds.get(address.scheme, kinds[""])
        return {
            "backend": backend,
            "host": address.hostname or "localhost",
            "port": address.port or port,
            "user": unquote(address.username or ""),
            "password": unquote(address.password or ""),
            "starttls": starttls,
            "tls": tls,
        }

    def complain(self) -> None:
        """Raise one error with everything that lacks or is wrong, if anything does."""
        complaints = list(self.wrong)
        if self.missing:
            names = ", ".join(dict.fromkeys(self.missing))
            complaints.insert(0, f"these environment variables are not set: {names}")
        if complaints:
            raise ImproperlyConfigured(f"PBC_ENV={self.kind}: " + "; ".join(complaints) + ".")

    def made_once(self, name: str, *, make: Callable[[], str]) -> str:
        """A secret kept in ``var/keys``, readable by the owner only, made on the first call."""
        path = self.var_dir / "keys" / name.lower()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as handle:
            handle.write(make())
        return path.read_text()
