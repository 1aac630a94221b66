"""Small tables that the tests of fit are made on."""

from __future__ import annotations

from pathlib import Path

from mvcalc_cli.cli import run_text

TABLES: dict[str, str] = {
    "line.csv": "x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n5,10.1\n",
    "perfect.csv": "x,y\n1,3\n2,5\n3,7\n4,9\n",
    "decay.csv": "time (s),signal,err\n" + "".join(
        f"{t},{5 * 2.718281828459045 ** (-0.4 * t) + 1 + 0.05 * (-1) ** k:.6f},0.05\n" for k, t in enumerate(range(12))
    ),
    "plane.csv": "x,z,y\n1,0,1.1\n2,1,0.2\n3,5,-9.1\n4,2,2.9\n5,7,-10.2\n6,1,10.1\n",
    "same_x.csv": "x,y\n1,2\n1,3\n1,4\n1,2.5\n",
    "constant.csv": "x,y\n1,2\n2,2\n3,2\n4,2\n",
    "one.csv": "x,y\n1,2\n",
    "header.csv": "x,y\n",
    "empty.csv": "",
    "nan.csv": "x,y\n1,2\n2,NaN\n3,4\n4,4.9\n",
    "ragged.csv": "x,y\n1,2\n2\n3,4\n",
    "text.csv": "x,y\n1,2\n2,abc\n3,4\n",
    "bom.csv": "\ufeffx,y\n1,2\n2,4.1\n3,5.9\n",
    "comma.csv": "x;y\n1,5;2,1\n2,5;4,1\n3,5;5,9\n",
    "table.csv": "a,b,c\n1,2,1\n2,4,3\n3,6.1,6\n",
    "spread.csv": "t,v,err\n1,2,0.1\n2,4,0.1\n3,6.1,0.1\n",
    "zero.csv": "x,y,s\n1,2,1\n2,4,0\n3,6.1,1\n",
    "collinear.csv": "x,z,y\n1,2,1\n2,4,2.1\n3,6,2.9\n4,8,4.2\n",
    "large.csv": "x,y\n" + "".join(f"{10**15 + k},{k + 0.1 * (-1) ** k:g}\n" for k in range(6)),
    "constants.csv": "e,pi,y\n1,2,3.1\n2,1,4\n3,5,9.3\n4,2,7.9\n5,7,14\n",
    "capital.csv": "X,Y\n1,2.1\n2,3.9\n3,6.2\n",
    "one_column.csv": "height\n" + "".join(f"{170 + (k * 7) % 11 - 5}\n" for k in range(30)),
}  # fmt: skip


def write(folder: Path) -> None:
    """Every table as a file."""
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")


def plain(*arguments: str, code: int = 0, stdin: str = "") -> list[list[str]]:
    """The rows of the plain form, their cells."""
    found, out, err = run_text(("fit", "--plain", *arguments), stdin=stdin)
    assert found == code, err
    return [line.split("\t") for line in out.splitlines()]


def estimates(*arguments: str, code: int = 0) -> dict[str, float]:
    """The estimates by name."""
    return {row[0]: float(row[1]) for row in plain(*arguments, code=code)}


def said(*arguments: str, code: int = 0) -> str:
    """What is written on stderr, on one line."""
    found, _, err = run_text(("fit", *arguments))
    assert found == code, err
    return " ".join(err.split())


def screen(*arguments: str, code: int = 0, width: int = 80) -> str:
    """The terminal's screen."""
    environ = {"COLUMNS": str(width), "LINES": "24", "NO_COLOR": "1"}
    found, out, err = run_text(("fit", *arguments), isatty=True, environ=environ)
    assert found == code, err
    return out
