"""Every guess makes one note, in words that say what was read."""

from __future__ import annotations

import pytest

from mvcalc_cli.language import Note, parse

# What was typed, what the note says of which part (start, end).
NOTES: list[tuple[str, str, int, int]] = [
    ("xy", "xy is read as x·y; if it is one name, declare it: --vars xy", 0, 2),
    ("2 + xyz", "xyz is read as x·y·z; if it is one name, declare it: --vars xyz", 4, 7),
    ("x1y2", "x1y2 is read as x1·y2; if it is one name, declare it: --vars x1y2", 0, 4),
    ("x₁x₂", "x₁x₂ is read as x₁·x₂", 0, 4),
    ("αβ", "αβ is read as α·β", 0, 2),
    ("2πr", "πr is read as π·r", 1, 3),
    ("2pir", "pir is read as pi·r; if it is one name, declare it: --vars pir", 1, 4),
    ("sinx", "sinx is read as sin x; if it is one name, declare it: --vars sinx", 0, 4),
    ("sin2x", "sin2x is read as sin 2x; if it is one name, declare it: --vars sin2x", 0, 5),
    ("ln2", "ln2 is read as ln 2; if it is one name, declare it: --vars ln2", 0, 3),
    ("xsin(x)", "xsin is read as x·sin; if it is one name, declare it: --vars xsin", 0, 4),
    ("log2x", "log2x is read as log2 x; if it is one name, declare it: --vars log2x", 0, 5),
    ("xe^x", "xe is read as x·e; if it is one name, declare it: --vars xe", 0, 2),
    ("as", "as is read as a·s", 0, 2),  # a keyword cannot be declared
    ("x(y+1)", "x(y+1) is read as the product x·(y+1)", 0, 6),
    ("π(r + 1)", "π(r + 1) is read as the product π·(r + 1)", 0, 8),
    ("P(x)", "P(x) is read as the product P·(x)", 0, 4),
    ("β(x+1)", "β(x+1) is read as the product β·(x+1)", 0, 6),
    ("sin x y", "sin x y is read as sin(x y); otherwise write sin(x)*y", 0, 7),
    ("sin (x+1) + cos x y", "cos x y is read as cos(x y); otherwise write cos(x)*y", 12, 19),
    ("sin^-1(x)", "sin^-1 is read as the inverse function asin; for the quotient write 1/sin(x)", 0, 6),
    ("tan⁻¹ x", "tan⁻¹ is read as the inverse function atan; for the quotient write 1/tan(x)", 0, 5),
    ("1/2x", "1/2x is read as (1/2)·x; otherwise write 1/(2x)", 0, 4),
    ("1/2 x y", "1/2 x y is read as (1/2)·x y; otherwise write 1/(2 x y)", 0, 7),
    ("a*b/c(d)", "a*b/c(d) is read as (a*b/c)·(d); otherwise write a*b/(c(d))", 0, 8),
    ("e^2x", "e^2x is read as (e^2)·x; otherwise write e^(2x)", 0, 4),
    ("x^2y", "x^2y is read as (x^2)·y; otherwise write x^(2y)", 0, 4),
    ("x^2(y)", "x^2(y) is read as (x^2)·(y); otherwise write x^(2(y))", 0, 6),
    ("√2x", "√2x is read as (√2)·x; otherwise write √(2x)", 0, 3),
    ("√(x+1)²", "√(x+1) is raised, not what stands under the root", 0, 6),
    ("x^y^z", "x^y^z is read as x^(y^z)", 0, 5),
    ("2^3^2^2", "2^3^2^2 is read as 2^(3^2^2)", 0, 7),
    ("e^-x^2", "e^-x^2 is read as e^(-x^2)", 0, 6),
    ("x^1/2", "x^1/2 is read as (x^1)/2; otherwise write x^(1/2)", 0, 4),
    ("x^3!", "x^3! is read as x^(3!)", 0, 4),
    ("x!!", "x!! is read as (x!)!", 0, 3),
    ("x²!", "x²! is read as (x²)!", 0, 3),
    ("2e-3", "2e-3 is read as one number; for Euler's number write 2*e - 3", 0, 4),
    ("2E3", "2E3 is read as one number, 2e3", 0, 3),
    ("E", "E is read as a variable; Euler's number is e", 0, 1),
    ("i", "i is read as the imaginary unit; if it is a variable, declare it: --vars i", 0, 1),
    ("e^(iθ)", "iθ is read as i·θ, with the imaginary unit i", 3, 5),
    ("e^(2πi)", "πi is read as π·i, with the imaginary unit i", 4, 6),
    ("x == 1", "== is read as =", 2, 4),
    ("x1 + x_1", "x1 and x_1 are two different names", 5, 8),
    ("x₁ + x1", "x1 and x_1 are two different names", 5, 7),
    ("(-8)^(1/3)", "(-8)^(1/3) is the complex principal value; the real one is cbrt(-8)", 0, 10),
    ("(-32)^(2/5)", "(-32)^(2/5) is the complex principal value; the real one is root(-32, 5)^2", 0, 11),
]

SILENT = [
    "2x", "3sin(x)", "(x+1)(x-1)", "x y", "x^2 y", "x²y", "x^(2)y", "2(x+1)", "x (y+1)", "sin 2x", "sin x/2",
    "sin x cos x", "sin(x) y", "sin x^2", "sin^2 x", "1/(2x)", "(1/2)x", "1/2*x", "e^(2x)", "√2 x", "√x²", "x^-1",
    "2^-x", "-x^2", "n!", "2e3", "1e-3", "0.5e-3", "2e - 3", "2e", "2e^x", "I N S Q O C", "lambda", "gamma(x)",
    "x_1 + θ₁", "x[2]", "sum(2i x[i], i=1..3)", "|x||y|", "cbrt(-8)", "8^(1/3)", "(-8)^(1/2)", "(-8)^2", "log_2(x)",
    "exp(1) + sqrt(-1)", "x' + y'", "x = 1", "max(x, 0)",
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "start", "end"), NOTES, ids=[row[0] for row in NOTES])
def test_note(text: str, message: str, start: int, end: int) -> None:
    assert parse(text).notes == (Note(message, start, end),)


@pytest.mark.parametrize("text", SILENT)
def test_no_note(text: str) -> None:
    assert parse(text).notes == ()


@pytest.mark.parametrize("text", [row[0] for row in NOTES if "=" not in row[0]])
def test_a_guess_is_told_once(text: str) -> None:
    """The same guess made twice is told once, where it was made first."""
    doubled = parse(f"({text}) + ({text})").notes
    assert doubled == tuple(Note(message, start + 1, end + 1) for message, start, end in parse(text).notes)


def test_notes_stand_in_the_order_of_the_text() -> None:
    notes = parse("x^y^z + ab + 1/2x").notes
    assert [note.start for note in notes] == sorted(note.start for note in notes)
    assert len(notes) == 3


def test_declared_names_need_no_note() -> None:
    names = dict.fromkeys(["xy", "i", "E", "sinx"], "real")
    assert parse("xy + i + E + sinx", names=names).notes == ()


def test_a_long_quotation_is_cut() -> None:
    (note,) = parse("x(" + " + ".join(["y"] * 100) + ")").notes
    assert len(note.message) < 160
    assert "…" in note.message
