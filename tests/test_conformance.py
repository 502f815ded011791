"""The conformance cases that come with the specification: exact bytes, exact accounting.

They are not part of this repository. Where the folder is missing every case is skipped, and says
so; `REPLAYDESK_CONFORMANCE` names another place.
"""

from pathlib import Path

import pytest
from conformance import NAMES, accounted, case, differing, expected_account
from replaydesk.engine.export import export
from replaydesk.engine.sources import find_sources


@pytest.mark.parametrize("name", NAMES)
def test_case_gives_the_expected_bytes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every export of a case is the expected one to the byte, and every line is accounted for."""
    asked = case(name)
    monkeypatch.chdir(asked.folder)
    export(find_sources([asked.log]), tmp_path, asked.settings, asked.options)

    assert differing(asked, tmp_path) == []
    assert accounted(tmp_path) == expected_account(asked)
