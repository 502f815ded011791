"""Pages in a real browser: they render, complain of nothing, load nothing, show the numbers."""

import csv
import html
import re
import shutil
import struct
import subprocess
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from replaydesk import Result, replay, timeline

DEMO_DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--window-size=1400,1200",
    "--force-device-scale-factor=0.5",
    "--enable-logging=stderr",
    "--v=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
LIGHT, DARK = "--blink-settings=preferredColorScheme=1", "--blink-settings=preferredColorScheme=0"
SUBJECTS: list[dict[str, Any]] = [{"conversation": "c003"}, {"agent": "daan"}]

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason=f"no browser is installed: none of {', '.join(NAMES)} is on the path"
)


@pytest.fixture(scope="module")
def day() -> Result:
    """The demo day, in Brussels."""
    return replay(DEMO_DAY, only=["resolved-conversation", "user"], tz="Europe/Brussels")


def browse(address: str, profile: Path, *flags: str) -> tuple[str, list[str]]:
    """Open a page; return its document as the browser has it, and what its console says."""
    assert BROWSER is not None
    ran = subprocess.run(
        [BROWSER, *FLAGS, f"--user-data-dir={profile}", *flags, address],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return ran.stdout, [line for line in ran.stderr.splitlines() if ":CONSOLE" in line]


def screenshot(page: Path, profile: Path, scheme: str) -> tuple[list[str], bytes]:
    """Return what the console says of a page, and its picture as PNG."""
    picture = profile.with_suffix(".png")
    _, console = browse(page.as_uri(), profile, scheme, f"--screenshot={picture}")
    return console, picture.read_bytes()


@pytest.fixture
def served() -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """Serve pages on this machine: the address, the pages by path, and what was asked for."""
    pages: dict[str, str] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages, asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_loads_nothing_and_the_console_is_silent(
    day: Result,
    subject: dict[str, Any],
    served: tuple[str, dict[str, str], list[str]],
    tmp_path: Path,
) -> None:
    """The browser asks for the page and for nothing else, and finds nothing to complain of."""
    address, pages, asked = served
    pages["/page"] = timeline(day, **subject).as_page()

    document, console = browse(f"{address}/page", tmp_path / "profile", "--dump-dom")

    assert "<h1>" in document
    assert asked == ["/page"]
    assert console == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_browser_shows_the_numbers_of_the_export(
    day: Result, subject: dict[str, Any], tmp_path: Path
) -> None:
    """In the document as the browser has it stand the cells of the row, and every sentence."""
    told = timeline(day, **subject)
    page = tmp_path / "page.html"
    told.write_page(page)

    document, _ = browse(page.as_uri(), tmp_path / "profile", "--dump-dom")

    shown = re.findall(r'<data value="([^"]*)">([^<]*)</data>', document)
    cells = dict(zip(*csv_of(day, *subject.items()), strict=True))
    expected = [cells[total.column.english] for total in told.totals]
    assert shown == [(cell, cell) for cell in expected]
    assert "34920" in expected or "2715.832" in expected
    text = html.unescape(re.sub(r"<[^>]*>", "", document))
    assert [entry.sentence for entry in told.entries if entry.sentence not in text] == []


def csv_of(day: Result, subject: tuple[str, str]) -> list[list[str]]:
    """Return the header and the line of a subject's row, as its export has them."""
    slug = {"conversation": "resolved-conversation", "agent": "user"}[subject[0]]
    header, *rows = csv.reader(day.csv(slug))
    return [header, next(row for row in rows if row[0] == subject[1])]


def test_a_page_is_light_or_dark_as_the_reader_has_it(day: Result, tmp_path: Path) -> None:
    """The ground is white or nearly black, and on both there is a picture with its colours."""
    page = tmp_path / "page.html"
    timeline(day, conversation="c003").write_page(page)

    light_console, light = screenshot(page, tmp_path / "light", LIGHT)
    dark_console, dark = screenshot(page, tmp_path / "dark", DARK)

    assert light_console == dark_console == []
    in_light, in_dark = pixels(light), pixels(dark)
    assert in_light[0] == (0xFF, 0xFF, 0xFF)
    assert in_dark[0] == (0x14, 0x18, 0x1D)
    # The bar of Nadia's lock is most of the chart wide.
    assert in_light.count((0x1F, 0x5F, 0xBF)) > 2000
    assert in_dark.count((0x5B, 0x9B, 0xF5)) > 2000


def test_what_is_put_into_a_page_does_not_run(day: Result, tmp_path: Path) -> None:
    """A script, a style and a picture that somebody adds are refused, and the console says so."""
    page = tmp_path / "page.html"
    told = timeline(day, conversation="c003").as_page()
    added = (
        "<script>document.title = 'ran'</script><style>body { display: none }</style>"
        "<img src='http://127.0.0.1/x.png'></body>"
    )
    page.write_text(told.replace("</body>", added))

    document, console = browse(page.as_uri(), tmp_path / "profile", "--dump-dom")

    assert "<title>Conversation c003 - timeline</title>" in document
    assert len([line for line in console if "Content Security Policy" in line]) == 3


def pixels(png: bytes) -> list[tuple[int, ...]]:
    """Return the pixels of a PNG of 8-bit colours, row by row."""
    width, _, _, colours = struct.unpack(">IIBB", png[16:26])
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    size = {2: 3, 6: 4}[colours]
    raw, row = zlib.decompress(data), width * size
    above, found = bytearray(row), []
    for start in range(0, len(raw), row + 1):
        above = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + row]), above, size)
        found += [tuple(above[x : x + 3]) for x in range(0, row, size)]
    return found


def unfiltered(kind: int, line: bytearray, above: bytearray, size: int) -> bytearray:
    """Return a row of a PNG without its filter, given the row above."""
    for x, up in enumerate(above if kind else ()):
        left, corner = (line[x - size], above[x - size]) if x >= size else (0, 0)
        line[x] = (line[x] + predicted(kind, left, up, corner)) & 0xFF
    return line


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    """Return what a filter of PNG predicts of a byte, from those to its left and above."""
    if kind < 3:
        return left if kind == 1 else up
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    _, nearest = min((abs(guess - near), at) for at, near in enumerate((left, up, corner)))
    return (left, up, corner)[nearest]
