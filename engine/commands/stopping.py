"""What ends the command line before its work is done, and what is told of it."""

import errno
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Final

import click

from .exit_codes import EXIT_CODES

_SAID: Final = {
    signal.SIGINT: "interrupted",
    signal.SIGTERM: "ended by SIGTERM",
    signal.SIGHUP: "ended by SIGHUP",
}
_UNWRITABLE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


class StoppedError(BaseException):
    """A signal asks the process to end: no error that anybody but `main` may handle."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Commands(click.Group):
    """The commands, of which each can lose whoever reads what it prints; how they end is told."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the exit codes."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Exit codes"):
            formatter.write_dl(EXIT_CODES)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            StoppedError: Nobody reads any more.
            click.ClickException: Standard output cannot be written.
        """
        from .shell import JobError  # noqa: PLC0415  # which imports this package

        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise StoppedError(signal.SIGPIPE) from error
            if error.errno in _UNWRITABLE and error.filename is None:
                reason = f"standard output cannot be written: {error.strerror}"
                raise JobError(reason) from error
            raise


@contextmanager
def stoppable() -> Iterator[None]:
    """Let signals end what is done here by an error, so that everything is tidied up.

    A signal that whoever started the process chose to ignore stays ignored.
    """
    usual = (signal.SIG_DFL, signal.default_int_handler)
    numbers = [number for number in _SAID if signal.getsignal(number) in usual]
    before = {number: signal.signal(number, _stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell_of(stop: BaseException) -> int:
    """Say what was not written, and return the exit code: what a shell makes of the signal."""
    number = stop.number if isinstance(stop, StoppedError) else signal.SIGINT
    if said := _SAID.get(signal.Signals(number)):
        from ..output import IN_PLACE  # noqa: PLC0415  # see the package

        names = ", ".join(click.format_filename(path) for path in sorted(IN_PLACE))
        fate = f"{names} was written before that" if names else "nothing was written or replaced"
        with suppress(OSError):  # the terminal may be gone
            click.echo(f"replaydesk: {said}; {fate}", err=True)
    return 128 + number


def _stop(number: int, _frame: FrameType | None) -> None:
    raise StoppedError(number)
