"""Laws of layout: nothing is lost, nothing is wider than it must be, whatever a report holds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.language.tree import Tree, add, call, divide, multiply, negative, number, power, variable
from mvcalc_cli.render import Output, emit
from mvcalc_cli.render.segments import Row, columns, fill, row_width
from mvcalc_cli.report import Block, Line, Matrix, Next, Report, Role, Span, StepBlock, Table, Verdict

ROLES: tuple[Role, ...] = ("text", "answer", "operator", "rule", "point", "good", "bad", "secondary")
WORDS = st.text(st.sampled_from(list("xyzfθ²·()=+−[]∇∂漢é\x1b\t -")), max_size=12)
LEAVES = st.sampled_from([variable("x"), variable("theta"), number(2), number(-3)])
TREES: st.SearchStrategy[Tree] = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.builds(add, part, part),
        st.builds(multiply, part, part),
        st.builds(divide, part, part),
        st.builds(negative, part),
        st.builds(lambda base: power(base, number(2)), part),
        st.builds(lambda inner: call("sin", inner), part),
    ),
    max_leaves=6,
)


def made(block: Any, *fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A block of these fields, the others by default."""
    return st.tuples(*fields).map(lambda values: block(*values))


SPANS = made(Span, st.one_of(WORDS, st.floats(), TREES), st.sampled_from(ROLES))
SPAN_TUPLES = st.lists(SPANS, max_size=5).map(tuple)
ROWS = st.integers(0, 4).flatmap(lambda n: st.lists(st.lists(SPANS, min_size=n, max_size=n).map(tuple), max_size=4))
CELL_ROWS = st.integers(1, 10).flatmap(
    lambda n: st.lists(
        st.lists(st.one_of(st.floats(), TREES), min_size=n, max_size=n).map(tuple), min_size=1, max_size=10
    )
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    made(Line, SPAN_TUPLES, st.integers(0, 6)),
    made(Matrix, CELL_ROWS.map(tuple), SPAN_TUPLES),
    made(
        Table,
        st.lists(WORDS, max_size=4).map(tuple),
        ROWS.map(tuple),
        st.text(st.sampled_from("lr"), max_size=4),
    ),
    made(
        StepBlock,
        st.integers(1, 200),
        WORDS,
        WORDS,
        st.lists(st.tuples(st.just("u"), TREES), max_size=2).map(tuple),
        st.lists(SPAN_TUPLES, max_size=2).map(tuple),
    ),
    made(Verdict, WORDS, st.sampled_from(("good", "bad", "open"))),
    made(Next, WORDS),
)
REPORTS = made(Report, st.just("test"), st.lists(BLOCKS, max_size=4).map(tuple))


def text(row: Row) -> str:
    return "".join(part for part, _ in row)


@given(REPORTS, st.integers(1, 130), st.booleans(), st.booleans())
def test_any_report_is_shown(report: Report, width: int, ascii: bool, color: bool) -> None:
    screen = emit(report, Output(width=width, ascii=ascii, color=color))
    assert not ascii or screen.isascii()
    assert all(line == line.rstrip() for line in screen.splitlines()) or color
    assert "\x1b" not in screen or color


@given(REPORTS, st.sampled_from([20, 40, 80, 120]), st.booleans())
def test_a_line_is_too_wide_only_when_one_word_is(report: Report, width: int, ascii: bool) -> None:
    for line in emit(report, Output(width=width, ascii=ascii)).splitlines():
        assert columns(line) <= width or " " not in line.strip()


SAFE_WORDS = WORDS.map(lambda word: word.replace("\x1b", "").replace("\t", ""))


@given(st.lists(st.tuples(SAFE_WORDS, st.sampled_from(ROLES)), max_size=8), st.integers(1, 40), st.integers(0, 6))
def test_filling_loses_nothing_but_spaces(parts: list[tuple[str, Role]], width: int, indent: int) -> None:
    row = tuple(parts)
    lines = fill(row, width, indent=indent)
    assert "".join(map(text, lines)).replace(" ", "") == text(row).replace(" ", "")
    longest = max(map(columns, text(row).split()), default=0)
    assert all(row_width(line) <= max(width, longest) for line in lines)


def test_lines_break_at_wide_gaps_and_before_operators() -> None:
    row: Row = (("at x = 1     2.5    ✓ agrees to 3e-10", "text"),)
    assert list(map(text, fill(row, 26))) == ["at x = 1     2.5", "  ✓ agrees to 3e-10"]
    row = (("d/dx", "operator"), ("[ x ] = 1 + ", "text"), ("d/dx", "operator"), ("[ y ]", "text"))
    assert list(map(text, fill(row, 20))) == ["d/dx[ x ] = 1", "  + d/dx[ y ]"]


def test_a_wide_word_moves_left_and_stays_whole() -> None:
    assert list(map(text, fill((("a abcdefgh", "text"),), 9, indent=2))) == ["  a", " abcdefgh"]
    assert list(map(text, fill((("a abcdefghij", "text"),), 9, indent=2))) == ["  a", "abcdefghij"]


def test_wide_letters_take_two_columns() -> None:
    table = Table(("name", "n"), ((Span("漢字"), Span(1.0)), (Span("ab"), Span(2.0))), "lr", indent=0)
    lines = emit(Report("test", (table,)), Output()._replace(width=40)).splitlines()
    assert lines[2:] == ["漢字   1", "ab     2"]
