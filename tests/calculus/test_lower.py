"""Vector functions and short sums opened into scalars."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("dot([x, 1], [y, 2])", "x·y + 1·2"),
        ("norm([x, y])", "√(x² + y²)"),
        ("cross([1, 0, 0], [0, 1, 0])", "[0·0 − 0·1, 0·0 − 1·0, 1·1 − 0·0]"),
        ("det([a, b; c, d])", "a·d − b·c"),
        ("transpose([1, 2; 3, 4])", "[1, 3; 2, 4]"),
        ("sum(x[i]^2, i=1..3)", "x[1]² + x[2]² + x[3]²"),
        ("prod(k, k=2..4)", "2·3·4"),
        ("sum(sum(i*j, j=1..i), i=1..2)", "1·1 + (2·1 + 2·2)"),
        ("sum(x[2i-1], i=1..2)", "x[1] + x[3]"),
        ("sum(x^k, k=1..n)", "sum(x^k, k=1..n)"),
        ("x^2", "x²"),
        ("2*[x, y]", "[2x, 2y]"),
        ("-[x, 1]", "[−x, −1]"),
        ("[x, y]/2", "[x/2, y/2]"),
        ("[x, 1] + [1, y] - [2, 3]", "[x + 1 − 2, 1 + y − 3]"),
        ("t*[1, 2; 3, 4]", "[t·1, t·2; t·3, t·4]"),
    ],
)
def test_opened(text: str, opened: str) -> None:
    assert line(lower(parse(text).tree)) == opened


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("dot([1, 2], [1, 2, 3])", InputError, "one length"),
        ("cross([1, 2], [3, 4])", InputError, "3 entries"),
        ("[1, 2; 3, 4]*[x, y]", InputError, "dot"),
        ("[1, 2] + [1, 2, 3]", InputError, "one shape"),
        ("[1, 2]^2", InputError, "power"),
        ("1/[1, 2]", InputError, "divided"),
        ("det([1, 2, 3; 4, 5, 6])", InputError, "square"),
        ("sum(k, k=1..100000)", LimitError, "100,000 terms"),
        ("sum(k, k=1/2..3)", InputError, "whole"),
    ],
)
def test_mistakes(text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        lower(parse(text).tree)
    assert words in f"{caught.value.message} {caught.value.hint}"  # type: ignore[attr-defined]


def test_an_empty_sum_is_zero() -> None:
    assert line(lower(parse("sum(k, k=3..2)").tree)) == "0"
