"""Start-up: what is loaded for which command line. A module that sneaks in costs every start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"sympy", "numpy", "mpmath", "rich", "pydantic", "click", "msgspec", "platformdirs"}

SCRIPT = """
import os, sys
import mvcalc_cli.cli as cli
leave = os._exit
def show(code):
    with open(os.environ["LOADED"], "w") as file:
        file.write("\\n".join(sys.modules))
    leave(code)
os._exit = show
sys.argv[1:] = sys.argv[1:]
cli.main()
"""


def loaded(tmp_path: Path, *argv: str) -> set[str]:
    """The modules the launcher has loaded when it ends."""
    target = tmp_path / "modules"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "LOADED": str(target), "HOME": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", SCRIPT, *argv], env=environ, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return set(target.read_text(encoding="utf-8").splitlines())


WITHOUT_TYPER = [
    ["--help"],
    ["--version"],
    [],
    ["diff", "--help"],
    ["jacobian", "--help"],
    ["help", "options"],
    ["dif", "x"],
    ["x^2"],
    ["diff"],
    ["diff", "x", "--step"],
    ["diff", "x", "--at"],
    ["__complete", "bash", "mvcalc diff 'x^2 y' --at "],
    ["__complete", "bash", "mvcalc di"],
]


@pytest.mark.parametrize("argv", WITHOUT_TYPER, ids=" ".join)
def test_help_completion_and_mistakes_need_no_package_at_all(argv: list[str], tmp_path: Path) -> None:
    modules = loaded(tmp_path, *argv)
    assert not modules & (HEAVY | {"typer", "subprocess", "json", "tomllib"})


@pytest.mark.parametrize(
    "argv", [["--help"], ["--version"], ["diff", "--help"], ["__complete", "bash", "mvcalc di"]], ids=" ".join
)
def test_help_needs_no_dataclasses_either(argv: list[str], tmp_path: Path) -> None:
    assert not loaded(tmp_path, *argv) & {"dataclasses", "inspect", "mvcalc_cli.report", "mvcalc_cli.calculus.check"}


@pytest.mark.parametrize(
    "argv", [["diff", "x^2"], ["grad", "x y", "--json"], ["factor", "x^2-1"], ["functions"]], ids=" ".join
)
def test_a_command_loads_typer_alone(argv: list[str], tmp_path: Path) -> None:
    modules = loaded(tmp_path, *argv)
    assert "typer" in modules
    assert not modules & HEAVY


def test_the_calculus_engine_needs_no_package() -> None:
    argv = ["diff", "x^2 y", "-w", "x", "--steps", "--at", "1,2", "--screen"]
    code = f"import sys; from mvcalc_cli.cli import run_text; print(run_text({argv})[0]); print(*sys.modules)"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    first, _, modules = done.stdout.partition("\n")
    assert first == "0"
    assert not set(modules.split()) & HEAVY
