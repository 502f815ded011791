"""The library's face: replay a log, ask an export for its rows."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any, Literal, TypedDict, TypeVar, Unpack, get_args, overload
from zoneinfo import ZoneInfo

import attrs

from ..events import Event, Redaction, ReplaydeskError, as_bytes, shown, zone
from ..projections import BY_SLUG, EXPORTS, Frame, MetricPolicy, Projection
from ..projections.derivations import Reference
from .cells import Language, Printer
from .choices import one_of
from .counts import Counts
from .lines import DEFAULT_MAX_LINE
from .memory import Memory
from .moments import Moment, MomentError, parse_period, to_instant
from .replay import Replay, Settings
from .replayed import Replayed
from .sources import Reading, Source, find_sources
from .whole_file import write_whole

R = TypeVar("R")

Export = str | type[Projection[R]]
"""An export, by its name or by its projection; by the projection its rows are typed."""


class UnknownExportError(ReplaydeskError, LookupError):
    """There is no such export, or it was not asked for."""


class WorkersError(ReplaydeskError, ValueError):
    """A replay was asked for without a process that could do it."""


class Options(TypedDict, total=False):
    """What a replay can be asked for; all of it has a default."""

    only: Export[Any] | Iterable[Export[Any]]
    """The exports to run, or one of them; by default all twelve."""

    period: str
    """A day, a week, a month, a year, or `FROM..TO`; instead of `start` and `end`."""

    start: Moment
    """Of the period; by default the earliest event."""

    end: Moment
    """Of the period, not part of it; by default just after the as-of instant."""

    as_of: Moment
    """Events after it do not apply; by default the latest event."""

    tz: str
    """In which dates are midnights and instants are printed; by default UTC."""

    channels: str | Iterable[str]
    """The IDs or names of the channels to keep, or one of them; by default all."""

    policy: MetricPolicy

    workers: int
    """How many processes share the work on large logs; by default one."""

    memory: int
    """What all processes together are planned to take, in bytes; by default not said."""

    max_line: int
    """Bytes of a line of a file beyond which it is rejected and not loaded; by default 16 MiB."""

    damaged: Literal["FAIL", "REPLAY"]
    """Whether of a file whose compression is broken nothing is replayed, or what precedes that;
    then its source says so, in `Result.sources`. By default nothing, and an error."""

    redact: Redaction
    """Replaces personal text by pseudonyms; by default it stays as the log has it."""


def replay(*logs: str | os.PathLike[str], **options: Unpack[Options]) -> "Result":
    """Replay the log in files and folders; `-` is standard input.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs.
        DamagedLogError: A file cannot be read to its end.
        ReplaydeskError: An option says nothing that can be.
    """
    reading = Reading(
        max_line=options.get("max_line", DEFAULT_MAX_LINE), damaged=options.get("damaged", "FAIL")
    )
    sources = find_sources((os.fspath(log) for log in logs), reading)
    return _replay(lambda run: run.read(sources), options, sources)


def replay_lines(lines: Iterable[bytes | str], **options: Unpack[Options]) -> "Result":
    """Replay JSON lines that are in memory, or those of an open file.

    Raises:
        ReplaydeskError: An option says nothing that can be.
    """
    encoded = (as_bytes(line).removesuffix(b"\n") for line in lines)
    return _replay(lambda run: run.take_lines(encoded), options, [Source("lines", None)])


def replay_events(events: Iterable[Event], **options: Unpack[Options]) -> "Result":
    """Replay events that are in memory.

    Raises:
        ReplaydeskError: An option says nothing that can be.
    """
    return _replay(lambda run: run.take_events(events), options, [Source("events", None)])


@attrs.define
class Result:
    """A replayed log: the accounting, and the exports that were asked for."""

    replayed: Replayed
    sources: list[Source]
    tz: ZoneInfo

    @property
    def counts(self) -> Counts:
        """How many lines were read, and what became of them."""
        return self.replayed.counts

    @property
    def frame(self) -> Frame:
        """The period, the as-of instant, the channels and the policy in force."""
        return self.replayed.frame

    @property
    def reference(self) -> Reference:
        """The reference data as of the as-of instant."""
        return self.replayed.reference

    def rejects(self) -> Iterator[bytes]:
        """Yield the rejects as lines of JSON, then the duplicates that differ."""
        for reject in self.replayed.rejects:
            yield reject.as_json(self.sources, self.replayed.redaction)

    @overload
    def projection(self, export: type[Projection[R]]) -> Projection[R]: ...
    @overload
    def projection(self, export: str) -> Projection[Any]: ...
    def projection(self, export: Export[Any]) -> Projection[Any]:
        """Return the projection that an export reads off.

        Raises:
            UnknownExportError: There is no such export, or it was not asked for.
        """
        wanted = find_export(export)
        for projection in self.replayed.projections:
            if type(projection) is wanted:
                return projection
        raise UnknownExportError(
            f"{wanted.slug} was not asked for in this replay; name it in `only`"
        )

    @overload
    def rows(self, export: type[Projection[R]]) -> list[R]: ...
    @overload
    def rows(self, export: str) -> list[Any]: ...
    def rows(self, export: Export[Any]) -> list[Any]:
        """Return the rows of an export, in its order: durations and instants in milliseconds."""
        return list(self.projection(export).rows(self.reference))

    def dicts(self, export: Export[Any]) -> list[dict[str, Any]]:
        """Return the rows of an export as dictionaries, by the keys of its columns."""
        columns = find_export(export).columns()
        return [
            {column.key: getattr(row, column.field) for column in columns}
            for row in self.rows(export)
        ]

    def csv(
        self, export: Export[Any], *, lang: Language = "en", raw_text: bool = False
    ) -> Iterator[str]:
        """Return the lines of an export as CSV, its header first.

        Raises:
            OptionError: `lang` is none of its words.
            UnknownExportError: There is no such export, or it was not asked for.
        """
        columns = find_export(export).columns()
        printer = Printer(self.tz, lang, raw_text)
        lines = printer.lines_of(columns)(self.rows(export))
        return (f"{line}\n" for line in chain([printer.header(columns)], lines))

    def write_csv(
        self,
        export: Export[Any],
        to: str | os.PathLike[str] | IO[str],
        *,
        lang: Language = "en",
        raw_text: bool = False,
    ) -> None:
        """Write an export as CSV to a path, or to a text stream that does not change line ends.

        Raises:
            OptionError: `lang` is none of its words.
            OutputError: The file at a path cannot be written; what was there before is as it was.
        """
        lines = self.csv(export, lang=lang, raw_text=raw_text)
        if isinstance(to, (str, os.PathLike)):
            write_whole(Path(to), (line.encode() for line in lines))
        else:
            to.writelines(lines)


def find_export(export: Export[R]) -> type[Projection[R]]:
    """Return the projection of an export.

    Raises:
        UnknownExportError: There is no export of that name.
    """
    if not isinstance(export, str):
        return export
    if export not in BY_SLUG:
        slugs = ", ".join(BY_SLUG)
        raise UnknownExportError(f"{shown(export)} is no export; expected one of {slugs}")
    return BY_SLUG[export]


def make_projections(
    only: Export[Any] | Iterable[Export[Any]] | None,
) -> Callable[[Frame], list[Projection[Any]]]:
    """Return what makes the projections of the exports asked for, each once and in their order.

    Raises:
        UnknownExportError: There is no export of a name.
    """
    if only is None:
        only = EXPORTS
    elif isinstance(only, (str, type)):
        only = (only,)
    wanted = [*map(find_export, only)]
    classes = [export for export in EXPORTS if export in wanted]
    classes += [export for export in dict.fromkeys(wanted) if export not in classes]
    return lambda frame: [export(frame) for export in classes]


def make_settings(options: Options) -> Settings:
    """Return the settings of a replay, by whatever engine.

    Raises:
        TypeError: There is no option of a name.
        OptionError: `damaged` is none of its words.
        WorkersError: There are no workers.
        UnknownZoneError: `tz` is no time zone.
        MomentError: An instant or the period is none, or the period ends before it starts.
        MemoryLimitError: The memory is too little for so many workers.
    """
    for name in options.keys() - Options.__annotations__.keys():
        raise TypeError(
            f"{name!r} is no option of a replay; there are {', '.join(Options.__annotations__)}"
        )
    one_of("damaged", options.get("damaged", "FAIL"), get_args(Options.__annotations__["damaged"]))
    if (workers := options.get("workers", 1)) < 1:
        raise WorkersError(f"{workers} processes can do no work; expected at least 1")
    in_zone = zone(options.get("tz", "UTC"))
    start = to_instant(options.get("start"), in_zone)
    end = to_instant(options.get("end"), in_zone)
    if (period := options.get("period")) is not None:
        if start is not None or end is not None:
            raise MomentError("the period is said twice: give a period, or its start and end")
        start, end = parse_period(period, in_zone)
    if start is not None and end is not None and start >= end:
        said = shown(period or f"{options.get('start')}..{options.get('end')}")
        raise MomentError(f"{said}: the period ends before it starts, or at once")
    channels = options.get("channels", ())
    cap = options.get("memory")
    return Settings(
        start=start,
        end=end,
        as_of=to_instant(options.get("as_of"), in_zone),
        channels=frozenset((channels,) if isinstance(channels, str) else channels),
        policy=options.get("policy", MetricPolicy()),
        memory=Memory() if cap is None else Memory.within(cap, workers),
        workers=workers,
        redaction=options.get("redact"),
    )


def _replay(take_in: Callable[[Replay], None], options: Options, sources: list[Source]) -> Result:
    run = Replay(make_settings(options), make_projections(options.get("only")))
    take_in(run)
    return Result(run.fold(), sources, zone(options.get("tz", "UTC")))
