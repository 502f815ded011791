"""Paths: how Spark is told of files, and how it tells of them."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

STRICT: Final = {"ignoreCorruptFiles": "false", "ignoreMissingFiles": "false"}
"""Options of whatever reads files: what cannot be read fails the job."""


def literal(path: str) -> str:
    """Return a path so that Spark takes none of its characters for a pattern."""
    return "".join("\\" + letter if letter in "\\*?[]{}" else letter for letter in path)


def on_this_machine(listed: str) -> str:
    """Return the path of a file of this machine, as the system knows it, that Spark *listed*."""
    return "/" + listed.removeprefix("file:").lstrip("/")


def is_same(path: str, uri: str) -> bool:
    """Tell whether a *path* with a scheme is that of the file whose *uri* Spark tells."""
    ours, theirs = urlsplit(path), urlsplit(uri)
    return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc) and path.endswith(
        unquote(theirs.path)
    )


def without_scheme(path: str) -> str:
    """Return what stands in a path after the scheme and the host."""
    return re.sub(r"^[A-Za-z][\w+.-]*:(//[^/]*)?", "", path)
