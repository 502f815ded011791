"""Publishing: the files of a job appear together, or those of before stay."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import attrs

from .claim import claimed
from .job_files import HIDDEN, STAGE
from .one_by_one import is_put_back, put_back, replace_one_by_one
from .output import IN_PLACE, output_told
from .stops import stops_wait
from .switch import (
    NEW,
    OLD,
    has_links,
    is_settled,
    is_there,
    second_name,
    settle,
    switch,
    sync_file,
    sync_folder,
)
from .whole_file import clear_dead_files


@attrs.frozen
class Stage:
    """Where a job writes its files before they are seen, inside the folder that they are for."""

    path: Path
    out: Path

    @property
    def folder(self) -> Path:
        """Where the new files are written."""
        return self.path / NEW

    def publish(self, names: list[str], gone: set[str]) -> None:
        """Put the files *names* of this stage in place, and remove the files *gone*, in one step.

        Raises:
            OSError: It cannot be done; all is as it was.
        """
        for name in names:
            sync_file(self.folder / name)
        touched = [*names, *sorted(gone)]
        for name in touched:
            self._keep(name)
        replace = switch if has_links(self.path) else replace_one_by_one
        for folder in (self.folder, self.path / OLD, self.path, self.out):
            sync_folder(folder)
        with stops_wait():
            replace(self.path, self.out, touched)
            IN_PLACE.add(self.out)

    def clear(self) -> None:
        """Remove this stage, unless readers or a later job still need it."""
        with suppress(OSError), stops_wait():
            if is_settled(self.out) and is_put_back(self.path):
                shutil.rmtree(self.path, ignore_errors=True)

    def _keep(self, name: str) -> None:
        file = self.out / name
        if file.is_dir():
            raise IsADirectoryError(f"{file} is a folder")
        if is_there(file):
            second_name(file, self.path / OLD / name)


@contextmanager
def staging(out: Path) -> Iterator[Stage]:
    """Claim *out* for a job, and give a stage inside it, which is gone afterwards.

    What a killed job left in *out* is put right first.

    Raises:
        FolderInUseError: Another job writes to *out*.
        OutputError: The folder cannot be made or written.
    """
    with ExitStack() as undone:
        with output_told(f"{out}: the exports"):
            undone.enter_context(claimed(out))
            _put_right(out)
            stage = Stage(Path(tempfile.mkdtemp(prefix=HIDDEN, dir=out)), out)
            undone.callback(stage.clear)
            for folder in (stage.path, stage.path / OLD, stage.folder):
                folder.mkdir(exist_ok=True)
                with suppress(OSError):  # some file systems know no rights
                    # Who can read the files can read them while they change, and clear up later.
                    folder.chmod(out.stat().st_mode & 0o777)
        yield stage


def _put_right(out: Path) -> None:
    """Finish what killed jobs began in *out*, and remove what they left."""
    if not is_settled(out):
        settle(out)
    for path in list(out.iterdir()):
        if STAGE.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            put_back(path, out)
            shutil.rmtree(path, ignore_errors=True)
    clear_dead_files(out)
