"""What ``manage.py`` refuses to start without."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def sealing_certificate_is_there(**_: Any) -> list[CheckMessage]:
    """In production documents are sealed with a certificate the deployment brought."""
    if not settings.PBC_IS_PRODUCTION or Path(settings.SEALING_CERTIFICATE).is_file():
        return []
    return [
        Error(
            f"The sealing certificate {settings.SEALING_CERTIFICATE} does not exist.",
            hint="Supply it, or run `manage.py make_sealing_certificate` once.",
            id="pbc.E001",
        )
    ]
