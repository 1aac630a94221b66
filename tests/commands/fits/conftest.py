"""Every test of fit runs in a folder of small tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.fits.tables import write


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, written once."""
    found = tmp_path_factory.mktemp("tables")
    write(found)
    return found


@pytest.fixture(autouse=True)
def among_tables(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
