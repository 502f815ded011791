"""Compression: gzip and Zstandard, decoded a piece at a time; damage is told by where it is."""

import sys
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, Literal

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PIECE: Final = 1 << 16
_CHUNK: Final = 1 << 20
_GZIP: Final = 31
"""What zlib calls a gzip member."""

_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_LARGEST_BLOCK: Final = 1 << 17
_LARGEST_WINDOW: Final = 27
"""A frame may ask for as much memory as it likes; more than 128 MiB, as a power of two, it does not
get. That is what the zstd command gives, too."""


class DamageError(Exception):
    """Compressed data are broken."""

    def __init__(self, offset: int, reason: str, part: int | None = None) -> None:
        """Tell of damage.

        Args:
            offset: The byte of the stored file at which the decoder cannot go on.
            reason: What is wrong there.
            part: Where a checksum is wrong, the byte at which begins what it was made of: the
                damage lies somewhere between the two.
        """
        super().__init__(reason)
        self.offset = offset
        self.reason = reason
        self.part = part


def compression(start: bytes) -> Literal["gzip", "zstd"] | None:
    """Return what the first four bytes of a file say of its compression."""
    if start[:2] == _GZIP_MAGIC:
        return "gzip"
    return "zstd" if start == _ZSTD_MAGIC or _is_skippable(start) else None


def decompressed(file: BinaryIO) -> Iterator[bytes]:
    """Yield what *file* holds, in pieces of about a megabyte at most.

    All that comes before damage is yielded first.

    Raises:
        DamageError: The compressed data end early, are broken, or something else follows them.
    """
    start = file.read(4)
    kind = compression(start)
    if kind == "gzip":
        yield from _gunzipped(file, start)
    elif kind == "zstd":
        yield from _Zstd(file).decoded(start)
    else:
        yield start + file.read(_CHUNK - len(start))
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_skippable(magic: bytes) -> bool:
    return magic[1:] == b"\x2a\x4d\x18" and magic[0] >> 4 == 5


def _gunzipped(file: BinaryIO, piece: bytes) -> Iterator[bytes]:
    """Yield the data of the members of a gzip file that begins with *piece*."""
    offset = 0
    while piece:
        member = offset
        if not _GZIP_MAGIC.startswith(piece[:2]):
            raise DamageError(offset, "something that is not gzip follows the gzip data")
        decoder = zlib.decompressobj(_GZIP)
        while True:
            piece = piece or file.read(_PIECE)
            before = decoder.copy()
            try:
                data = decoder.decompress(piece, _CHUNK)
            except zlib.error:
                yield from _until_damage(before, piece, offset, member)
            if data:
                yield data
            rest = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            offset += len(piece) - len(rest)
            if decoder.eof:
                break
            if not piece and not data:
                raise DamageError(offset, "the file ends in the middle of the gzip data")
            piece = rest
        # Tapes and some tools fill up with zeros.
        while not (piece := rest.lstrip(b"\0")) and (more := file.read(_PIECE)):
            offset += len(rest)
            rest = more
        offset += len(rest) - len(piece)
        if len(piece) == 1:
            piece += file.read(1)


def _until_damage(
    decoder: "zlib._Decompress", piece: bytes, offset: int, member: int
) -> Iterator[bytes]:
    """Yield what comes before the damage in *piece*, byte by byte, then tell of it."""
    for place in range(len(piece)):
        try:
            data = decoder.decompress(piece[place : place + 1])
        except zlib.error as error:
            reason = str(error).rpartition(": ")[2]
            is_checksum = "check" in reason and "header" not in reason
            raise DamageError(offset + place, reason, member if is_checksum else None) from error
        if data:
            yield data
    raise DamageError(offset, "the gzip data are broken")


class _Zstd:
    """Decodes zstd frames a block at a time, so that no block before a broken one is lost.

    Source: RFC 8878, section 3.1.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = 0

    def decoded(self, magic: bytes) -> Iterator[bytes]:
        """Yield the data of the frames, the first of which begins with *magic*."""
        while magic:
            frame = self._offset
            self._offset += len(magic)
            if _is_skippable(magic):
                left = int.from_bytes(self._take(4), "little")
                while left:
                    left -= len(self._take(min(left, _PIECE)))
            elif magic == _ZSTD_MAGIC:
                yield from self._frame(frame)
            elif len(magic) < len(_ZSTD_MAGIC) and _ZSTD_MAGIC.startswith(magic):
                raise self._ends_early()
            else:
                raise DamageError(frame, "something that is not zstd follows the zstd data")
            magic = self._file.read(4)

    def _frame(self, frame: int) -> Iterator[bytes]:
        decoder = zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: _LARGEST_WINDOW}
        )
        header = self._take(1)
        has_window, has_checksum = not header[0] & 0x20, bool(header[0] & 4)
        size_of_size = (0 if has_window else 1, 2, 4, 8)[header[0] >> 6]
        header += self._take(has_window + (0, 1, 2, 4)[header[0] & 3] + size_of_size)
        self._decode(decoder, _ZSTD_MAGIC + header, frame)
        is_last = False
        while not is_last:
            at = self._offset
            head = self._take(3)
            described = int.from_bytes(head, "little")
            is_last, kind, size = bool(described & 1), described >> 1 & 3, described >> 3
            if kind == 3 or size > _LARGEST_BLOCK:
                raise DamageError(at, "there is no such zstd block")
            if data := self._decode(decoder, head + self._take(1 if kind == 1 else size), at):
                yield data
        if has_checksum:
            self._decode(decoder, self._take(4), self._offset - 4, frame)
        if not decoder.eof:
            raise DamageError(self._offset, "the zstd frame does not end where it says")

    def _take(self, size: int) -> bytes:
        data = self._file.read(size)
        self._offset += len(data)
        if len(data) < size:
            raise self._ends_early()
        return data

    def _ends_early(self) -> DamageError:
        return DamageError(self._offset, "the file ends in the middle of the zstd data")

    @staticmethod
    def _decode(
        decoder: zstd.ZstdDecompressor, data: bytes, at: int, part: int | None = None
    ) -> bytes:
        try:
            return decoder.decompress(data)
        except zstd.ZstdError as error:
            reason = str(error).rpartition(": ")[2]
            if "too much memory" in reason:
                reason = (
                    "a frame asks for a window of more than 128 MiB; "
                    "decode it with zstd -dc --long=31 and name - for standard input"
                )
            raise DamageError(at, reason, part) from error
