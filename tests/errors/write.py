"""Write the catalogue of messages anew, from its cases and the program.

    python tests/errors/write.py

Look at what changed before you commit it: a changed message is what a user will read.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from errors.catalogue import FOLDER, commands_page, files, outcome
from errors.command_cases import CASES


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    made = files() | {"commands.md": commands_page(outcome(case) for case in CASES)}
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
