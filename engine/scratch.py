"""Scratch: bytes that wait on disk, in a file without a name."""

import os
import tempfile
import weakref

from ..events import ReplaydeskError


class ScratchError(ReplaydeskError, OSError):
    """What does not fit into memory finds no room on disk."""

    @classmethod
    def of(cls, error: OSError) -> "ScratchError":
        """Return what to tell of a failure of the system."""
        return cls(
            f"the temporary folder cannot hold what does not fit into memory: {error.strerror}; "
            "make room there, or name another folder in TMPDIR"
        )


class Scratch:
    """A temporary file without a name: it is gone with the processes that have it open.

    However they end, nothing is left behind. One process appends to it; any that was made after
    it can read it.
    """

    def __init__(self) -> None:
        try:
            with tempfile.TemporaryFile(prefix="replaydesk-") as file:
                self._descriptor = os.dup(file.fileno())
        except OSError as error:
            raise ScratchError.of(error) from error
        weakref.finalize(self, os.close, self._descriptor)
        self._size = 0

    def append(self, data: bytes | bytearray) -> int:
        """Append *data*, and return the offset that it lies at.

        Raises:
            ScratchError: The disk is full, or cannot be written.
        """
        offset = self._size
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            raise ScratchError.of(error) from error
        self._size += len(data)
        return offset

    def read(self, offset: int, size: int) -> bytes:
        """Return *size* bytes from *offset*."""
        # Processes that share the file share its position, too: so none is used.
        return os.pread(self._descriptor, size, offset)
