"""Fits as whole processes, beside scripts with SciPy's curve_fit, and how much memory a long one takes.

    python benchmarks/fit.py            # all rows
    python benchmarks/fit.py 100        # these: 100, 1e6, 1e7

SciPy and pandas are optional: without them there is nothing to compare with. The scripts are what a user would write:
a file read by NumPy or pandas, the model as a function, the start that curve_fit takes by itself. The files stand in a
temporary folder while this runs; 10^7 rows take 0.4 GB there.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np  # noqa: TID253 - a benchmark of tables
from timing import ENVIRONMENT, mvcalc, python, row

CURVE = "a*exp(-x/b) + c"
LINE = "a + b*x"
FUNCTIONS = {CURVE: "lambda x, a, b, c: a*np.exp(-x/b) + c", LINE: "lambda x, a, b: a + b*x"}
READ = {
    "numpy": "x, y = np.loadtxt({path!r}, delimiter=',', skiprows=1, unpack=True)",
    "pandas": "import pandas as pd; d = pd.read_csv({path!r}); x, y = d.x.to_numpy(), d.y.to_numpy()",
}
AT_ONCE = 200_000
MIB = 1 << 20


def write(path: Path, rows: int) -> str:
    """A decay with noise, every digit of it."""
    random = np.random.default_rng(1)
    with path.open("w") as file:
        file.write("x,y\n")
        for first in range(0, rows, AT_ONCE):
            x = random.uniform(0, 10, min(AT_ONCE, rows - first))
            y = 2 * np.exp(-x / 3) + 0.1 + 0.05 * random.standard_normal(len(x))
            file.writelines(f"{a!r},{b!r}\n" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    return str(path)


def ours(path: str, model: str) -> list[str]:
    return mvcalc("fit", path, "--model", model)


def peer(path: str, model: str, reader: str) -> list[str]:
    read = READ[reader].format(path=path)
    return python(
        f"import numpy as np; from scipy.optimize import curve_fit\n{read}\n"
        f"p, c = curve_fit({FUNCTIONS[model]}, x, y)\nprint(p, np.sqrt(np.diag(c)))"
    )


def short(folder: Path) -> None:
    path = write(folder / "short.csv", 100)
    for model in FUNCTIONS:
        row(f"100 rows / curve_fit: {model}", ours(path, model), peer(path, model, "numpy"), 0.35)


def long(folder: Path) -> None:
    path = write(folder / "long.csv", 10**6)
    for model in FUNCTIONS:
        row(f"10^6 rows / pandas + curve_fit: {model}", ours(path, model), peer(path, model, "pandas"), 0.5, 5)


def longest(folder: Path) -> None:
    path = write(folder / "longest.csv", 10**7)
    for model in FUNCTIONS:
        began = time.perf_counter()
        memory = peak(ours(path, model)) / MIB
        seconds = time.perf_counter() - began
        print(
            f"{f'10^7 rows, MiB of all processes: {model}':56} {memory:6.0f}   goal <= 500   {seconds:.1f} s",
            flush=True,
        )


def peak(command: list[str]) -> int:
    """The most memory that a process and all that it starts hold together at one time, in bytes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True)
    most = [0]

    def watch() -> None:
        while process.poll() is None:
            most[0] = max(most[0], sum(map(proportional, family(process.pid))))
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    watcher.join()
    return most[0]


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for parent in found:
        try:
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
        except OSError:
            continue
    return found


def proportional(pid: int) -> int:
    """The memory of a process; what several share is divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


SIZES = {"100": short, "1e6": long, "1e7": longest}


def main() -> None:
    """Print the table."""
    missing = [name for name in ("scipy", "pandas") if importlib.util.find_spec(name) is None]
    asked = sys.argv[1:] or list(SIZES)
    if missing:
        print(f"{' and '.join(missing)} not installed, so there is nothing to compare with: pip install scipy pandas")
        asked = [name for name in asked if name == "1e7"]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        for name in asked:
            SIZES[name](Path(folder))


if __name__ == "__main__":
    main()
