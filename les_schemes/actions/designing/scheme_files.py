"""A scheme file that comes in through the browser: kept to be looked at, then loaded."""

from django.core.files.uploadedfile import UploadedFile

from les_schemes import loading, permissions
from les_schemes.loading import archive
from les_schemes.models import SchemeVersion
from localities.models import Commissioner
from pbc import files
from pbc.actions import action
from pbc.actor import Actor
from pbc.models import StoredFile
from pbc.refusals import BadInput, NotNow

SCHEME_FILE = "scheme-file"
OF_A_FRAMEWORK = (files.FileType.PDF, files.FileType.CSV)


@action
def upload_scheme_file(
    *, commissioner: Commissioner, file: UploadedFile, framework: UploadedFile | None, by: Actor
) -> StoredFile:
    """Keep a scheme file without faults, as a ZIP with its framework document.

    Raises UnreadableScheme with every fault in it.
    """
    permissions.check_can_design_for(by, commissioner)
    packed = _packed(file, framework)
    scheme_file = loading.opened(packed)
    if files.recognise(scheme_file.framework) not in OF_A_FRAMEWORK:
        raise loading.UnreadableScheme(
            [f"{scheme_file.framework_name}: must be a PDF or a text file by its content"]
        )
    return files.keep_made(
        content=packed,
        name=f"{scheme_file.content['code']}.zip",
        kind=SCHEME_FILE,
        by=by,
        file_type=files.FileType.ZIP,
    )


@action
def load_scheme_file(
    *, stored: StoredFile, commissioner: Commissioner, seen: str, by: Actor
) -> SchemeVersion:
    """Make an uploaded scheme file a draft of the commissioner, or bring its draft up to date.

    ``seen`` is ``Planned.seen`` of what was shown beforehand.
    """
    permissions.check_can_design_for(by, commissioner)
    scheme_file = loading.opened(files.open_verified(stored))
    plan = loading.planned(scheme_file, commissioner=commissioner, partners=[])
    if plan.seen != seen:
        raise NotNow(
            "What is held here changed while you looked at the file. Look at it again before you "
            "load it."
        )
    loaded = loading.load(scheme_file, commissioner=commissioner, partners=[], by=by)
    return loaded.version


def _packed(file: UploadedFile, framework: UploadedFile | None) -> bytes:
    """The ZIP as it came, or one made of a scheme file and its framework document."""
    content = files.read_within(file, max_size=loading.LARGEST)
    recognised = files.recognise(content)
    if recognised is files.FileType.ZIP:
        if framework is not None:
            raise BadInput(
                {"framework_file": "A ZIP file holds the framework document: choose only one."}
            )
        return content
    if recognised is not files.FileType.CSV:
        raise BadInput({"file": "Choose a ZIP file, or a scheme file in TOML, which is text."})
    if framework is None:
        raise BadInput(
            {
                "framework_file": "A scheme file alone needs its framework document: choose that "
                "too, or a ZIP file that holds both."
            }
        )
    document = files.read_within(
        framework, max_size=loading.LARGEST_FRAMEWORK, field="framework_file"
    )
    return archive.packed(content, files.sanitised(framework.name or ""), document)
