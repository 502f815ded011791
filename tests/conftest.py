"""What holds for all tests."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import coverage
import pytest

ON_SPARK = "tests/engine/spark/"


def pytest_configure() -> None:
    """Let Ctrl-C reach the commands under test.

    A shell that starts the tests in the background lets them ignore it, and what they start, too.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let the processes of `pytest -n` take files whole: what a file needs is made once.

    The tests on Spark are one piece: they share a session and a cluster.
    """
    from xdist.scheduler import (  # type: ignore[import-untyped]  # noqa: PLC0415  # only with -n
        LoadScopeScheduling,
    )

    class Pieces(LoadScopeScheduling):  # type: ignore[misc]  # its package tells no types
        def _split_scope(self, nodeid: str) -> str:
            return ON_SPARK if nodeid.startswith(ON_SPARK) else nodeid.partition("::")[0]

    return Pieces(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="module")
def without_coverage() -> Iterator[None]:
    """Let the tests of a module run unmeasured, where coverage is measured at all.

    It is for those that try one thing on very many logs: to measure more than doubles their time,
    and the lines that they run are those that other tests run.
    """
    measured = "COVERAGE_PROCESS_START" in os.environ  # the mutants' map measures for itself
    measuring = coverage.Coverage.current() if measured else None
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_START", raising=False)
        if measuring is not None:
            measuring.stop()
        yield
    if measuring is not None:
        measuring.start()
