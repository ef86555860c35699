"""A scheme file and its framework document in one ZIP, for people to send and to keep.

What comes in is never unpacked to a disk, and no more of it is read than a scheme file may hold.
"""

import io
import zipfile
import zlib

from les_schemes.loading.faults import UnreadableScheme
from pbc import files

SCHEME = "scheme.toml"
LARGEST_SCHEME = 512 * 1024
LARGEST_FRAMEWORK = 20 * files.MEGABYTE
LARGEST = LARGEST_FRAMEWORK + files.MEGABYTE
_EPOCH = (2007, 4, 1, 0, 0, 0)
"""Written as the time of each member, so that the same scheme makes the same bytes."""


def members(packed: bytes) -> dict[str, bytes]:
    """The scheme file and what lies beside it, by name; raises UnreadableScheme."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError) as error:
        raise UnreadableScheme([f"The ZIP file cannot be read: {error}"]) from error
    except (NotImplementedError, RuntimeError) as error:
        # Another way of packing, or a password.
        raise UnreadableScheme([f"The ZIP file cannot be unpacked here: {error}"]) from error


def packed(scheme: bytes, framework_name: str, framework: bytes) -> bytes:
    """The ZIP of a scheme file and its framework document."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((SCHEME, scheme), (framework_name, framework)):
            archive.writestr(
                zipfile.ZipInfo(name, _EPOCH), content, compress_type=zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    names = archive.namelist()
    faults = []
    if SCHEME not in names:
        faults.append(f"The ZIP file has no {SCHEME} at its top, outside any folder.")
    if len(names) != 2:
        faults.append(
            f"The ZIP file must hold two files, {SCHEME} and the framework document, and holds "
            f"{len(names)}."
        )
    if any(set("/\\\0:") & set(name) or name in {".", ".."} for name in names):
        faults.append("The ZIP file must not hold folders or paths, only the two files.")
    if len(set(names)) != len(names):
        faults.append("The ZIP file holds two files of one name.")
    if faults:
        raise UnreadableScheme(faults)
    return {name: _member(archive, name) for name in names}


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file; no more is unpacked of it than it may have, whatever the ZIP says."""
    largest = LARGEST_SCHEME if name == SCHEME else LARGEST_FRAMEWORK
    with archive.open(name) as member:
        content = member.read(largest + 1)
    if len(content) > largest:
        most = f"{largest // 1024} KB" if name == SCHEME else f"{largest // files.MEGABYTE} MB"
        raise UnreadableScheme([f"{name}: must be smaller than {most}"])
    return content
