"""A sheet that came on paper: uploaded by one officer, verified or rejected by another (SM-02)."""

from les_schemes.actions.returned_sheets.uploading import Entries, upload
from les_schemes.actions.returned_sheets.verifying import reject, verify

__all__ = ["Entries", "reject", "upload", "verify"]
