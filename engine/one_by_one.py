"""Where a file system knows no links: files are replaced one by one, and put back after a stop.

Where a process is killed meanwhile, the folder is a mix of two sets until the next job puts it
right; the digests in the manifest tell.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import orjson

from .switch import NEW, OLD, is_there, sync_file, sync_folder

_JOURNAL: Final = "journal.json"
"""In a stage, while files are being replaced: their names, and which of them stood there before."""


def replace_one_by_one(stage: Path, out: Path, names: Iterable[str]) -> None:
    """Put what is in `new` in the place of *names* in *out*; a name that is not there goes.

    Raises:
        OSError: A file cannot be put in place; all is as it was, or is so after `put_back`.
    """
    names = list(names)
    kept = [name for name in names if is_there(stage / OLD / name)]
    draft = stage / "draft"
    draft.write_bytes(orjson.dumps({"names": names, "kept": kept}))
    sync_file(draft)
    draft.replace(stage / _JOURNAL)
    sync_folder(stage)
    try:
        for name in names:
            if is_there(stage / NEW / name):
                (stage / NEW / name).replace(out / name)
            else:
                (out / name).unlink(missing_ok=True)
        sync_folder(out)
        (stage / _JOURNAL).unlink()
    except BaseException:
        put_back(stage, out)
        raise


def put_back(stage: Path, out: Path) -> None:
    """Put back what stood in *out*, where the job that used *stage* did not end its replacing.

    Raises:
        OSError: A file cannot be put back.
    """
    try:
        journal: dict[str, Any] = orjson.loads((stage / _JOURNAL).read_bytes())
    except FileNotFoundError:
        return
    for name in journal["names"]:
        if name not in journal["kept"]:
            (out / name).unlink(missing_ok=True)
        elif is_there(stage / OLD / name):
            (stage / OLD / name).replace(out / name)
    sync_folder(out)
    (stage / _JOURNAL).unlink()


def is_put_back(stage: Path) -> bool:
    """Tell whether there is nothing to put back."""
    return not is_there(stage / _JOURNAL)
