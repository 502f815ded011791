"""Stops: signals that ask a process to end, and the moments in which they have to wait."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, what a service manager sends, and a terminal that is closed."""


@contextmanager
def stops_wait() -> Iterator[None]:
    """Do something short that a stop must not cut in two: it comes when that is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
