"""What holds for all tests."""

import signal


def pytest_configure() -> None:
    """Let Ctrl-C reach the commands under test.

    A shell that starts the tests in the background lets them ignore it, and what they start, too.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
