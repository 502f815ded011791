"""What holds for all tests."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

SPARK = Path(__file__).parent / "engine" / "spark"


def pytest_configure() -> None:
    """Let Ctrl-C reach the commands under test.

    A shell that starts the tests in the background lets them ignore it, and what they start, too.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the processes of `pytest -n` take files whole: a file's fixtures are made once.

    The tests on Spark are one piece, and the first, as it is the longest.
    """
    if not config.getoption("numprocesses") and "PYTEST_XDIST_WORKER" not in os.environ:
        return
    for item in items:
        piece = "spark" if SPARK in item.path.parents else item.location[0]
        item.add_marker(pytest.mark.xdist_group(piece))
    items.sort(key=lambda item: SPARK not in item.path.parents)


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
