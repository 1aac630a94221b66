"""fit as a process: standard input reaches the worker, on its own, from a file, and when it is closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mvcalc_cli.worker import can_fork
from tests.commands.fits.tables import TABLES, plain
from tests.test_process import ROOT, environment, shell

pytestmark = pytest.mark.skipif(not can_fork(), reason="needs fork")


@pytest.mark.parametrize(
    "line",
    [
        "cat line.csv | mvcalc fit - --model line",
        "mvcalc fit - --model line < line.csv",
        "mvcalc fit line.csv --model line < /dev/null",
        "mvcalc fit line.csv --model line <&-",
        "(sleep 0.2; cat line.csv) | mvcalc fit - --model line",
    ],
)
def test_ways_to_give_the_data(line: str) -> None:
    done = shell(line)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row.split("\t") for row in done.stdout.splitlines()] == plain("line.csv", "--model", "line")


def test_standard_input_without_rows() -> None:
    done = shell("mvcalc fit - --model line < /dev/null")
    assert (done.returncode, done.stdout) == (4, "")
    assert "standard input" in done.stderr
    assert "internal error" not in done.stderr


def test_a_pipe_that_is_closed_ends_silently() -> None:
    done = shell("set -o pipefail; mvcalc fit line.csv --model line --residuals | head -n 0")
    assert done.stderr == ""


def test_ctrl_c_while_the_data_are_awaited() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mvcalc_cli", "fit", "-", "--model", "line"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    time.sleep(0.8)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(5) == 130
    process.communicate()


def test_a_picture_is_not_poured_into_a_pipe_of_nobody(tmp_path: Path) -> None:
    done = shell(f"cd {tmp_path}; printf '{TABLES['line.csv']}' | mvcalc fit - --model line --save fit.svg -q")
    assert done.returncode == 0
    assert (tmp_path / "fit.svg").read_text().startswith("<svg")


def test_the_package_is_the_one_in_this_folder() -> None:
    assert (ROOT / "mvcalc_cli" / "commands" / "fit.py").exists()
