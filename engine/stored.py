"""Stored bytes: a file as it lies there, read once, and whether it was left alone meanwhile."""

import errno
import hashlib
import io
import os
import zlib
from typing import IO, Final, Self, cast

import attrs

_CHUNK: Final = 1 << 20


@attrs.frozen
class Stamp:
    """What tells a file from another one, and from what it was."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int
    """Nanoseconds since 1970, as *modified*."""

    @classmethod
    def of(cls, status: os.stat_result) -> Self:
        """Return the stamp of a file."""
        return cls(
            status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        )

    @property
    def file(self) -> tuple[int, int] | None:
        """What two names of one file share; nothing where a file system does not number files."""
        return (self.device, self.inode) if self.inode else None


class ChangedError(Exception):
    """A file is no longer what it was; the text says how."""


class Part(io.RawIOBase):
    """Bytes of a file from *start* on, at most *limit*, counted and digested as they are read.

    Where *start* is zero they are those from where the file stands.
    """

    def __init__(
        self, file: IO[bytes], start: int = 0, limit: int | None = None, *, is_whole: bool = True
    ) -> None:
        if start:
            file.seek(start)
        self._file = file
        self._start = start
        self._limit = limit
        # The digest of a part of a file serves only to see that it is as it was.
        self._sha256 = hashlib.sha256() if is_whole else None
        self._crc = 0
        self._has_ended = False
        self.size = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read what comes next into *buffer*."""
        view = memoryview(cast("bytearray", buffer))
        if self._limit is not None:
            view = view[: self._limit - self.size]
        if self._has_ended or not view:
            return 0
        read: int | None = self._file.readinto(view)  # type: ignore[attr-defined]  # all have it
        if read is None:
            reason = "it does not wait for more (O_NONBLOCK); put cat before it"
            raise BlockingIOError(errno.EAGAIN, reason)
        self._has_ended = not read  # a terminal would have to say so twice
        self.size += read
        if self._sha256 is not None:
            self._sha256.update(view[:read])
        else:
            self._crc = zlib.crc32(view[:read], self._crc)
        return read

    def drain(self) -> Self:
        """Read what is left of it."""
        buffer = bytearray(_CHUNK)
        while self.readinto(buffer):
            pass
        return self

    @property
    def digest(self) -> str:
        """What was read, in short: the SHA-256 of a whole file, a checksum of a part of one."""
        return f"{self._crc:08x}" if self._sha256 is None else self._sha256.hexdigest()

    def confirm(self, stamp: Stamp) -> None:
        """Make sure that what was read is what the file with this *stamp* held, and all of it.

        What was appended to it since is no matter. A file that was written to, as its times say,
        is read once more to see that.

        Raises:
            ChangedError: It is not.
            OSError: The file cannot be read.
        """
        now = Stamp.of(os.fstat(self._file.fileno()))
        if now == stamp:
            return
        if now.size < stamp.size:
            raise ChangedError(f"it shrank from {stamp.size:,} to {now.size:,} bytes")
        self._file.seek(self._start)
        again = Part(self._file, self._start, self._limit, is_whole=self._sha256 is not None)
        if again.drain().digest != self.digest:
            raise ChangedError("its bytes are no longer those that were read first")
