"""The export job: a log in, a folder of CSV files and a manifest out, all of them or none."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import attrs
import orjson

from ..events import AFTER_LAST_INSTANT, zone, zone_database_version
from ..projections import BY_SLUG
from .cells import Language, Printer, instant_in
from .check import count_lines
from .counts import Counts
from .facts import undescribed
from .job_files import MANIFEST, REJECTS
from .library import make_projections
from .output import output_told
from .progress import Progress, no_progress
from .publish import Stage, staging
from .redacted import inputs_of
from .replay import Replay, Settings
from .replayed import Replayed
from .runs import SortedRuns
from .sources import Source
from .writing import LineSink, Writing, Written, write_exports


@attrs.frozen(kw_only=True)
class ExportOptions:
    """What an export job writes, and how it prints it."""

    only: tuple[str, ...] | None = None
    tz: str = "UTC"
    lang: Language = "en"
    raw_text: bool = False

    @property
    def printer(self) -> Printer:
        """What prints rows so."""
        return Printer(zone(self.tz), self.lang, self.raw_text)


@attrs.define
class Exported:
    """What an export job did."""

    counts: Counts
    rows: dict[str, int]
    """How many rows each export has."""

    files: list[Path]
    sources: list[Source]
    """The files of the log, each with its damage if what precedes that was replayed."""

    undescribed: list[str] = attrs.Factory(list)
    """The channels that were asked for, of which the log describes none."""

    def summary(self) -> str:
        """Return the counts and the rows for a person to read."""
        rows = [f"{number:>12,}  rows of {slug}" for slug, number in self.rows.items()]
        return "\n".join([*count_lines(self.counts), *rows])


def export(  # noqa: PLR0913, PLR0917  # a job is all of these
    sources: list[Source],
    out: Path,
    settings: Settings,
    options: ExportOptions,
    progress: Progress = no_progress,
    starting: Callable[[], None] = lambda: None,
) -> Exported:
    """Replay the log in *sources* and write its exports to the folder *out*.

    When nothing stands in the way any more, and before the log is read, *starting* is called. The
    files are written beside those that the folder holds, and take their places when all are
    whole; exports of an earlier job that this one does not write go.

    Raises:
        DamagedLogError: The log cannot be read to its end.
        FolderInUseError: Another job writes to the folder; the log was not read.
        OutputError: The folder cannot be written.
    """
    sink = LineSink(options.printer, SortedRuns(settings.memory.rows))
    job = Job(out, settings, options, sink)
    with staging(out) as stage:
        run = Replay(settings, make_projections(options.only), progress, sink)
        starting()
        run.read(sources)
        replayed = run.fold()
        run.let_go()  # rows need the room
        return job.write(stage, replayed, sources, progress)


@attrs.define
class Job:
    """What writes the files of an export job, whoever replayed the log."""

    out: Path
    settings: Settings
    options: ExportOptions
    sink: LineSink
    """Holds the rows that were finished while the log was folded."""

    def write(
        self,
        stage: Stage,
        replayed: Replayed,
        sources: list[Source],
        progress: Progress = no_progress,
    ) -> Exported:
        """Write all files to the stage, then put them where they belong.

        Raises:
            OutputError: The folder cannot be written.
        """
        with output_told(f"{self.out}: the exports"):
            return self._write(stage, replayed, sources, progress)

    def _write(
        self, stage: Stage, replayed: Replayed, sources: list[Source], progress: Progress
    ) -> Exported:
        written = write_exports(
            Writing(stage.folder, self.sink, replayed),
            self.settings.workers,
            self.settings.memory,
            progress,
        )
        names = [f"{slug}.csv" for slug in written]
        if replayed.rejects:
            names.append(REJECTS)
            with (stage.folder / REJECTS).open("wb") as rejects:
                rejects.writelines(
                    reject.as_json(sources, replayed.redaction) for reject in replayed.rejects
                )
        names.append(MANIFEST)
        (stage.folder / MANIFEST).write_bytes(self._manifest(replayed, sources, written))
        stage.publish(names, _files_of_earlier_job(self.out) - set(names))
        rows = {slug: file["rows"] for slug, file in written.items()}
        files = [self.out / name for name in names]
        strange = undescribed(replayed.reference, replayed.frame)
        return Exported(replayed.counts, rows, files, sources, strange)

    def _manifest(
        self, replayed: Replayed, sources: list[Source], written: dict[str, Written]
    ) -> bytes:
        frame = replayed.frame
        printed = _instant_or_year_10000(self.options.tz)
        manifest = {
            "version": version("replaydesk"),
            "settings": {
                "from": printed(frame.period.start),
                "to": printed(frame.period.end),
                "as_of": printed(frame.period.as_of),
                "tz": self.options.tz,
                "tzdata": zone_database_version(),
                "channels": sorted(frame.channels),
                "lang": self.options.lang,
                "raw_text": self.options.raw_text,
                **attrs.asdict(sources[0].reading),
                "policies": attrs.asdict(frame.policy),
            },
            "inputs": inputs_of(sources, replayed.redaction),
            "counts": attrs.asdict(replayed.counts),
            "exports": written,
        }
        if replayed.redaction is not None:
            manifest["settings"]["redaction"] = replayed.redaction.fingerprint  # type: ignore[index]
        if replayed.span is None:
            said = self.settings
            end = said.as_of if said.end is None else said.end
            for name, value in (("as_of", said.as_of), ("from", said.start), ("to", end)):
                if value is None:
                    manifest["settings"][name] = None  # type: ignore[index]
        return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _instant_or_year_10000(tz: str) -> Callable[[int], str]:
    """Return how the manifest prints an instant: the end of all time can be a period's end."""
    printed = instant_in(zone(tz))
    return lambda instant: (
        printed(instant) if instant < AFTER_LAST_INSTANT else "+10000-01-01T00:00:00.000+00:00"
    )


def _files_of_earlier_job(out: Path) -> set[str]:
    """Return the files that an earlier job wrote to *out*, as its manifest says."""
    try:
        manifest = orjson.loads((out / MANIFEST).read_bytes())
        slugs = set(manifest["exports"]) & set(BY_SLUG)
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return {f"{slug}.csv" for slug in slugs} | {REJECTS}
