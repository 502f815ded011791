"""The export job: a log in, a folder of CSV files and a manifest out, all of them or none."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import attrs
import orjson

from ..events import AFTER_LAST_INSTANT, zone, zone_database_version
from ..projections import BY_SLUG, ContactRowsProjection, Projection, RowProjection
from .cells import Language, Printer, instant_in
from .check import count_lines
from .counts import Counts
from .folding import RowSink
from .library import make_projections
from .output import output_told
from .progress import Progress, no_progress
from .publish import Stage, staging
from .redacted import inputs_of
from .replay import Replay, Settings
from .replayed import Replayed
from .runs import Run, SortedRuns
from .scratch import Scratch
from .sources import Source

MANIFEST: Final = "manifest.json"
REJECTS: Final = "rejects.jsonl"

_BATCH: Final = 1_000
"""Rows that are printed at once."""


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

    def summary(self) -> str:
        """Return the counts and the rows for a person to read."""
        rows = [f"{number:>12,}  rows of {slug}" for slug, number in self.rows.items()]
        return "\n".join([*count_lines(self.counts), *rows])


def export(
    sources: list[Source],
    out: Path,
    settings: Settings,
    options: ExportOptions,
    progress: Progress = no_progress,
) -> Exported:
    """Replay the log in *sources* and write its exports to the folder *out*.

    The files are written beside those that the folder holds, and take their places when all are
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
        run.read(sources)
        return job.write(stage, run.fold(), sources, progress)


@attrs.define
class LineSink:
    """Prints the rows that are finished, and keeps the lines until they are in order."""

    printer: Printer
    runs: SortedRuns
    _lines_of: dict[str, Callable[[Sequence[Any]], list[str]]] = attrs.field(
        init=False, factory=dict
    )

    def take(self, export: type[Projection[Any]], rows: list[Any], by: tuple[str, ...]) -> None:
        """Print rows that are finished; the export sorts them *by* these fields."""
        keys = [map(attrgetter(field), rows) for field in by]
        lines = self.lines_of(export)(rows)
        self.runs.add(export.slug, zip(*keys, lines, strict=True))

    def lines_of(self, export: type[Projection[Any]]) -> Callable[[Sequence[Any]], list[str]]:
        """Return the function that prints rows of an export."""
        lines_of = self._lines_of.get(export.slug)
        if lines_of is None:
            lines_of = self._lines_of[export.slug] = self.printer.lines_of(export.columns())
        return lines_of

    def apart(self) -> "LineSink":
        """Return a sink for another process, whose lines wait in a file that both have open."""
        return LineSink(self.printer, SortedRuns(self.runs.memory, [Scratch()]))

    def handed_over(self) -> dict[str, list[Run]]:
        """Return where the lines are, in the file of this sink."""
        self.runs.spill()
        return self.runs.runs

    def adopt(self, other: RowSink, handed_over: Any) -> None:
        """Take over the lines in the file of *other*."""
        if isinstance(other, LineSink):
            self.runs.adopt(other.runs.files[0], handed_over)


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
        written = {}
        for done, projection in enumerate(replayed.projections):
            progress("writing", done, len(replayed.projections))
            file = stage.folder / f"{projection.slug}.csv"
            header = self.sink.printer.header(projection.columns())
            lines = self._lines(projection, replayed)
            written[projection.slug] = _write(file, header, lines)
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
        rows = {slug: entry["rows"] for slug, entry in written.items()}
        return Exported(replayed.counts, rows, [self.out / name for name in names])

    def _lines(self, projection: Projection[Any], replayed: Replayed) -> Iterator[list[str]]:
        finished = isinstance(projection, RowProjection) or (
            isinstance(projection, ContactRowsProjection) and not projection.contacts_held()
        )
        if finished:
            yield from self.sink.runs.lines(projection.slug)
            return
        lines_of = self.sink.lines_of(type(projection))
        rows = iter(projection.rows(replayed.reference))
        while batch := list(islice(rows, _BATCH)):
            yield lines_of(batch)

    def _manifest(
        self, replayed: Replayed, sources: list[Source], written: dict[str, dict[str, Any]]
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


def _write(path: Path, header: str, lines: Iterable[list[str]]) -> dict[str, Any]:
    digest = hashlib.sha256()
    rows = 0
    with path.open("wb") as file:
        for batch in chain([[header]], lines):
            if batch:
                encoded = ("\n".join(batch) + "\n").encode()
                digest.update(encoded)
                file.write(encoded)
                rows += len(batch)
    return {"rows": rows - 1, "sha256": digest.hexdigest()}


def _files_of_earlier_job(out: Path) -> set[str]:
    """Return the files that an earlier job wrote to *out*, as its manifest says."""
    try:
        manifest = orjson.loads((out / MANIFEST).read_bytes())
        slugs = set(manifest["exports"]) & set(BY_SLUG)
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return {f"{slug}.csv" for slug in slugs} | {REJECTS}
