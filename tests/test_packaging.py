"""The package: what is installed is what stands in the three folders, and nothing is forgotten."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import replaydesk
from command_line import process
from replaydesk.engine.commands import commands

ROOT = Path(__file__).parent.parent
FOLDERS = ("engine", "events", "projections")
FACE = ROOT / "engine" / "face"
SETUPTOOLS = 77
"""The oldest that can build the package."""

COMMANDS = sorted(commands.commands)

left_behind = shutil.ignore_patterns(".*", "build", "out", "*.egg-info", "__pycache__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel from a copy of the sources."""
    pytest.importorskip("pip", reason="pip builds the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "copy", ignore=left_behind)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(folder)]
    if has_setuptools():
        command.append("--no-build-isolation")
    built = subprocess.run(
        [*command, str(folder / "copy")], check=False, capture_output=True, text=True, timeout=300
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("replaydesk-*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_module_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Each module of the folders is in the wheel under its import name, byte for byte."""
    modules = {
        name: wheel.read(name) for name in wheel.namelist() if name.startswith("replaydesk/")
    }

    assert sorted(modules) == sorted(sources())
    assert modules == {name: path.read_bytes() for name, path in sources().items()}


def test_the_wheel_brings_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    """What is installed has the console script, and the licence that speaks for it."""
    about = f"replaydesk-{version('replaydesk')}.dist-info"
    scripts = wheel.read(f"{about}/entry_points.txt").decode().split()

    assert scripts == ["[console_scripts]", "replaydesk", "=", "replaydesk.engine.commands:main"]
    assert wheel.read(f"{about}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder that is new is listed in pyproject.toml: setuptools does not look for it."""
    listed = settings()["setuptools"]["packages"]
    found = {str(Path(name).parent).replace("/", ".") for name in sources()}

    assert sorted(listed) == sorted(found)
    assert listed == sorted(listed)


def test_the_command_is_installed() -> None:
    """The console script runs, and knows the version that is installed."""
    ran = process("--version")

    assert (ran.returncode, ran.stdout, ran.stderr) == (
        0,
        f"replaydesk {version('replaydesk')}\n",
        "",
    )


def test_the_face_says_each_name_the_same_way() -> None:
    """The names that type checkers see, the public ones, and those that are found agree."""
    tree = ast.parse((FACE / "__init__.py").read_text())
    checked, _not_checked = [node for node in tree.body if isinstance(node, ast.If)]
    homes = {
        node.module: tuple(alias.name for alias in node.names)
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
    }

    assert homes == vars(replaydesk)["_HOMES"]
    names = [name for names in homes.values() for name in names]
    assert sorted([*names, "__version__"]) == sorted(replaydesk.__all__)
    assert len(set(names)) == len(names)


def has_setuptools() -> bool:
    """Tell whether a setuptools that can build the package is installed beside the tests."""
    if importlib.util.find_spec("setuptools") is None:
        return False
    return int(version("setuptools").partition(".")[0]) >= SETUPTOOLS


def settings() -> dict[str, Any]:
    """Return the settings of the tools in pyproject.toml."""
    tools: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    return tools


def sources() -> dict[str, Path]:
    """Return every file of the package by the name that it has when it is installed."""
    files = {
        f"replaydesk/{path.relative_to(ROOT).as_posix()}": path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if FACE not in path.parents
    }
    face = {path.name: path for path in FACE.iterdir() if path.suffix in (".py", ".typed")}
    return files | {f"replaydesk/{name}": path for name, path in face.items()}


def test_the_oldest_packages_that_are_allowed_will_do(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    """Given the oldest of each dependency, every command starts, and the demo day is the same."""
    environment = tmp_path / "oldest"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, timeout=120)
    installed = subprocess.run(
        [environment / "bin" / "pip", "install", str(wheel.filename), *oldest_dependencies()],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if installed.returncode and "CI" not in os.environ:
        pytest.skip(f"pip cannot bring them: {installed.stderr.strip()[-200:]}")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    command, day = environment / "bin" / "replaydesk", ROOT / "replay_logs" / "demo_day"
    out = tmp_path / "out"

    for name in COMMANDS:
        subprocess.run([command, name, "--help"], check=True, capture_output=True, timeout=60)
    options = ["--tz", "Europe/Brussels", "--allow-rejects", "--out", str(out)]
    subprocess.run([command, "export", str(day), *options], check=True, timeout=60)

    for expected in (day / "expected").glob("*.csv"):
        assert (out / expected.name).read_bytes() == expected.read_bytes()


def oldest_dependencies() -> list[str]:
    """Return each dependency as pip is asked for the oldest that is allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [dependency.replace(">=", "==", 1) for dependency in project["dependencies"]]
