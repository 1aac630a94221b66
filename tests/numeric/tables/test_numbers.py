"""Every number is the one that Python's float reads from its cell, whichever way it was read."""

from __future__ import annotations

import math
import random
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.numeric.tables import decimals
from mvcalc_cli.numeric.tables.careful import read_carefully
from mvcalc_cli.numeric.tables.dialect import Dialect
from mvcalc_cli.numeric.tables.digits import PADDING, digits
from mvcalc_cli.numeric.tables.fast import read_fast
from mvcalc_cli.numeric.tables.numbers import exact, value
from mvcalc_cli.numeric.tables.rows import Wanted

TWO = Dialect(b",", b".", b"\n", ("x", "y"), 2, has_header=True, start=0)
BOTH = Wanted((0, 1))

HARD = [
    "0",
    "-0",
    "-0.0e5",
    "+1.",
    ".5",
    "-.5E+3",
    "007.50",
    "1e22",
    "1e23",  # not exact: 10^23 is no double
    "9007199254740993",  # 2^53 + 1: half way, goes to the even one
    "9007199254740992.5",
    "9007199254740993.0000000001",
    "0.1",
    "0.30000000000000004",
    "2.2250738585072011e-308",  # once hung PHP and Java
    "2.2250738585072014e-308",
    "4.9e-324",
    "2.4703282292062327e-324",  # just below half of the smallest
    "1e-400",
    "1.7976931348623157e308",
    "8.5e-250",
    "3.1415926535897932384626433832795",
    "123456789012345678901234567890",
    "0.000000000000000000000000012345678901234567",
    "1844674407370955161.5",
    "18446744073709551615",
    "18446744073709551616",
    "9999999999999999999",
    "9.007199254740993e15",
    "6.631236846766476e-316",
    "1e0005",
    "5e-00001",
]


def bits(values: object) -> bytes:
    return np.asarray(values, dtype=np.float64).tobytes()


def fast(column: list[str]) -> object:
    """The numbers of a column beside another, by the fast path alone."""
    found = read_fast("".join(f"{text},1\n" for text in column).encode(), TWO, BOTH)
    assert found is not None
    return found.columns[0]


@pytest.mark.parametrize("text", HARD)
def test_hard_numbers(text: str) -> None:
    assert bits(fast([text])) == bits([float(text)])
    assert bits(fast(["1.5", text, "-3"])) == bits([1.5, float(text), -3])  # beside others of another shape
    assert struct.pack("d", value(text.encode()) or 0.0 * float(text)) == struct.pack("d", float(text))


def test_all_hard_numbers_at_once() -> None:
    assert bits(fast(HARD)) == bits([float(text) for text in HARD])


written = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**24), 10**24).map(str),
    st.tuples(st.floats(-1e9, 1e9), st.integers(0, 24)).map(lambda pair: f"{pair[0]:.{pair[1]}f}"),
    st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 20)).map(
        lambda pair: f"{pair[0]:.{pair[1]}e}"
    ),
    st.from_regex(r"\A[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][+-]?\d{1,2})?\Z").filter(str.isascii),
    st.sampled_from(HARD),
).filter(lambda text: math.isfinite(float(text)))


@settings(max_examples=150, deadline=None)
@given(st.lists(written, min_size=1, max_size=30))
def test_fast_careful_and_float_agree_to_the_last_bit(texts: list[str]) -> None:
    data = "".join(f"{text},{text}\n" for text in texts).encode()
    ours, careful = read_fast(data, TWO, BOTH), read_carefully(data, TWO, BOTH)
    assert ours is not None
    wanted = bits([float(text) for text in texts])
    for column in (*ours.columns, *careful.columns):
        assert bits(column) == wanted


@pytest.mark.parametrize("form", ["{!r}", "{:.6f}", "{:.17g}", "{:.18e}", "{:.3e}", "{:.0f}"])
def test_many_numbers_of_one_form(form: str) -> None:
    rng = random.Random(form)
    texts = [form.format(rng.gauss(0, 1) * 10 ** rng.randrange(-6, 7)) for _ in range(5000)]
    assert bits(fast(texts)) == bits([float(text) for text in texts])


def halfway(rng: random.Random) -> str:
    """A number of 19 digits at most that lies between two doubles, or a digit beside that."""
    double = rng.randrange(1 << 52, 1 << 53) << rng.randrange(1, 10)
    return str(double + (1 << (double.bit_length() - 54)) + rng.choice([-1, 0, 0, 1]))


def test_numbers_half_way_between_two_doubles() -> None:
    rng = random.Random(4)
    texts = [text for text in (halfway(rng) for _ in range(3000)) if len(text) <= 19]
    assert bits(fast(texts)) == bits([float(text) for text in texts])


@pytest.mark.parametrize("extended", [True, False])
def test_decimals_are_rounded_once(extended: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the 64 bits of x86, and with pairs of doubles, which other processors need."""
    if not extended:
        monkeypatch.setattr(decimals, "_has_64_bits", lambda: False)
    rng = random.Random(8)
    m = [rng.randrange(10 ** rng.randrange(1, 20)) for _ in range(4000)]
    k = [rng.randrange(-27, 28) if extended else rng.randrange(-245, 220) for _ in m]
    found = decimals.decimals(np.array(m, dtype=np.uint64), np.array(k))
    right = np.array([float(f"{a}e{b}") for a, b in zip(m, k, strict=True)])
    sure = ~found.doubtful
    assert (found.values[sure] == right[sure]).all()
    assert sure.mean() > 0.98  # what is not sure is read as text, which takes time


@given(st.lists(st.from_regex(r"\A0{0,4}[0-9]{0,19}\Z").filter(str.isascii), min_size=1, max_size=20))
def test_digits_are_whole_numbers(texts: list[str]) -> None:
    buffer = np.frombuffer((" " * PADDING + ",".join(texts)).encode(), dtype=np.uint8)
    counts = np.array([len(text) for text in texts])
    ends = PADDING + np.cumsum(counts + 1) - 1
    found = digits(buffer, ends, counts)
    assert not found.doubtful.any()
    assert found.values.tolist() == [int(text or "0") for text in texts]


@pytest.mark.parametrize("char", [chr(code) for code in range(1, 256) if not chr(code).isdigit() or code > 127])
@pytest.mark.parametrize("place", [0, 5, 9, 18])
def test_nothing_but_digits_is_taken_for_one(char: str, place: int) -> None:
    text = bytearray(b"1234567890123456789")
    text[place] = ord(char)
    buffer = np.frombuffer(b" " * PADDING + bytes(text), dtype=np.uint8)
    assert digits(buffer, np.array([PADDING + 19]), np.array([19])).doubtful.all()


REFUSED = ["1_000", "0x10", "1e", "e5", "--1", "1-2", "1.2.3", "1e5e3", "1e2.5", "٣", "１", "1,5", "+", "-", ".", "1 2"]
REFUSED += ["inf", "nan", "Infinity", "1e400", "-1e309", "1d5", "True", "½", "−1", "1\x0b2", "1e+", "+-1", "1.e.", "e"]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_taken_for_none(text: str) -> None:
    assert value(text.encode()) is None
    data = f"1\t2\n{text}\t3\n".encode()
    found = read_fast(data, TWO._replace(separator=b"\t"), BOTH)
    assert found is None


def test_long_doubles_come_from_the_text() -> None:
    assert exact(b"0.1") == np.longdouble("0.1")
    assert exact(b"0,1") == np.longdouble("0.1")
    if np.finfo(np.longdouble).nmant > 52:
        assert exact(b"0.1") != np.longdouble(0.1)
