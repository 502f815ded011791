"""The house: which folder may know of which, and how long a module may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = [
    path.relative_to(ROOT)
    for folder in ("engine", "events", "projections")
    for path in sorted((ROOT / folder).rglob("*.py"))
]

WORLD = {
    *("asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "shutil"),
    *("socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib"),
}
"""Modules by which code looks at the world outside its arguments."""

BELOW = {
    "events": {"events"},
    "projections": {"projections", "events"},
    "engine": {"engine", "projections", "events"},
}
"""What each folder may know of."""


def test_a_module_can_be_read_at_once() -> None:
    """Past three hundred lines a module is split."""
    lengths = {str(module): len((ROOT / module).read_text().splitlines()) for module in MODULES}

    assert {module: length for module, length in lengths.items() if length > 300} == {}


TOLD_BY_FILE = (
    "engine",
    "engine/audit",
    "engine/spark",
    "events",
    "projections",
    "projections/derivations",
)
"""The folders of which a README names every module: its own, or that of the folder above."""


def test_every_module_is_named_in_its_folders_readme() -> None:
    """Whoever looks for a place finds it by what it is for."""
    missing = []
    for module in MODULES:
        if str(module.parent) not in TOLD_BY_FILE or module.name == "__init__.py":
            continue
        own, above = (ROOT / folder / "README.md" for folder in (module.parent, module.parts[0]))
        readme = (own if own.exists() else above).read_text()
        if not re.search(rf"(?<!\w){re.escape(module.name)}", readme):
            missing.append(str(module))

    assert missing == []


def test_the_arrows_point_one_way() -> None:
    """The engine knows the projections, they know the events, and these know neither."""
    wrong = [
        (str(module), name)
        for module in MODULES
        for name in own_imports(module)
        if name.split(".")[0] not in BELOW[module.parts[0]]
    ]

    assert wrong == []


def test_the_project_is_imported_by_relative_names() -> None:
    """The folders' names at the root are not their import names, so none is written out."""
    wrong = [
        (str(module), name)
        for module in MODULES
        for name in foreign_imports(module)
        if name.split(".")[0] in {"replaydesk", *BELOW}
    ]

    assert wrong == []


def test_a_projection_looks_at_nothing_but_facts() -> None:
    """No projection opens a file, reads a clock, throws dice or logs."""
    wrong = []
    for module in MODULES:
        if module.parts[0] != "projections":
            continue
        nodes = [*ast.walk(ast.parse((ROOT / module).read_text()))]
        names = {node.id for node in nodes if isinstance(node, ast.Name)} & {"open", "print"}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)} & {"now", "today"}
        names |= {name.split(".")[0] for name in foreign_imports(module)} & WORLD
        wrong += [(str(module), name) for name in sorted(names)]

    assert wrong == []


def test_the_generator_is_a_witness_of_its_own() -> None:
    """What makes logs shares no code with what reads them."""
    wrong = [
        (str(module), name)
        for module in MODULES
        if module.parts[:2] == ("engine", "generate")
        for name in own_imports(module)
        if not name.startswith("engine.generate.")
    ]

    assert wrong == []


READERS_THAT_RUN_CODE = {
    *("cPickle", "dbm", "dill", "imp", "jsonpickle", "pickle", "plistlib", "runpy", "shelve"),
    *("xml", "yaml", "ruamel", "lxml"),
}
OF_OUR_OWN = {
    ("engine/contacts.py", "marshal"): "lines in a file without a name, which no one else opens",
    ("engine/partitions.py", "marshal"): "the same",
    ("engine/rejects.py", "marshal"): "the same",
    ("engine/contact_parts.py", "marshal"): "the same",
    ("engine/runs.py", "marshal"): "the same",
    (
        "engine/spark/packing.py",
        "pickle",
    ): "what the tasks and the driver of one job tell each other",
    ("engine/workers.py", "multiprocessing"): "pipes between a process and its own copies",
}
"""Who reads a form of Python's own, and why it can only be what this process wrote."""


def test_nothing_from_outside_is_read_by_what_could_run_it() -> None:
    """XML, YAML and pickled data are never read; Python's own forms only from our own scratch."""
    found = {
        (str(module), name.split(".")[0])
        for module in MODULES
        for name in foreign_imports(module)
        if name.split(".")[0] in {*READERS_THAT_RUN_CODE, "marshal", "multiprocessing"}
    }

    assert found == set(OF_OUR_OWN)


def own_imports(module: Path) -> Iterator[str]:
    """Yield what a module imports of the project, by the folders at the root."""
    package = list(module.parts[:-1])
    if package == ["engine", "face"]:
        package = []  # it is installed as `replaydesk` itself
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = package[: len(package) - node.level + 1]
            for alias in node.names:
                yield ".".join([*above, *([node.module] if node.module else [alias.name])])


def foreign_imports(module: Path) -> Iterator[str]:
    """Yield what a module imports by an absolute name."""
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
