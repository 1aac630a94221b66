"""What the tests of several commands need."""

from __future__ import annotations

from pathlib import Path

import pytest

from mvcalc_cli.commands import sittings
from mvcalc_cli.quiz import find
from mvcalc_cli.quiz.engine import Here
from tests.commands.quiz_banks import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Grading happens in this process: the one that can be killed has tests of its own. The bank is the only one."""
    monkeypatch.setattr(sittings, "engine", Here)
    monkeypatch.setattr(find, "_packaged", lambda: tmp_path / "nowhere")
    return Desk(tmp_path)
