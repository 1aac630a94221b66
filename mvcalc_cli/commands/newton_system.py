"""newton for systems, and for minima of functions: the run, its table and its verdict."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.newton_question import Question, Wish
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.compiled import Numeric
    from mvcalc_cli.numeric.roots.trace import Iterate, Run, Stop
    from mvcalc_cli.report import Block, Report

# More coordinates than this do not fit beside each other.
_COLUMNS = 4
# A vector of more entries is not written as a formula.
_WRITTEN = 100
# Gradients are seldom smaller than rounding allows: the tolerance of a root is too strict for them.
_TOLERANCE = 1e-9
# The trajectory in JSON is left out beyond so many numbers.
_MOST_NUMBERS = 100_000


class Found(NamedTuple):
    """What a search came to.

    Attributes:
        problem: The system, or the function.
        run: The steps.
        kind: Of --minimise what the point is: "minimum", "saddle", …; "" of a root.
        f: Of --minimise the value there.
        words: The verdict, where no root or minimum was found, or more is to be said.
        good: Whether the question is answered with yes.
    """

    problem: Problem
    run: Run
    kind: str
    f: float
    words: str
    good: bool


def answered(reader: Reader, question: Question, wish: Wish) -> Report:
    """The report of a system, or of a minimum.

    Raises:
        InputError: If there are more equations than unknowns or fewer, or no start.
        DomainError: If an equation has no value at the start.
    """
    import os

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.numeric.roots.system import refuse_uneven

    if reader.complex or wish.compare or wish.starts is not None:
        word = "--complex" if reader.complex else "--compare" if wish.compare else "--starts"
        raise InputError(f"{word} is for one equation with one unknown", hint=f"leave {word} out")
    problem = _problem(reader, question, wish)
    if not wish.minimise:
        refuse_uneven(problem.numeric)
    start = _start(reader, problem, wish)
    watch = _watch(reader, problem) if wish.jsonl else None
    if wish.minimise:
        return _report(reader, _minimised(problem, start, wish, watch), wish)
    return _report(reader, _solved(problem, start, wish, watch), wish)


def _problem(reader: Reader, question: Question, wish: Wish) -> Problem:
    from mvcalc_cli.commands.problem import Problem, compiled, of_trees
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.tree import vector

    if not question.equations:
        return compiled(reader, question.texts)
    single = len(question.equations) == 1
    numeric = of_trees(reader, question.equations, question.texts[0] if single else None)
    if single and numeric.count is None and numeric.size == 1 and not wish.minimise:
        numeric = of_trees(reader, (vector(*question.equations),))
    if not numeric.size:
        raise InputError("there is no unknown here", hint="write one, as in 'x^2 = 2'")
    if numeric.count is None and numeric.size > 1 and not wish.minimise:
        raise _too_few(numeric)
    return Problem(numeric, question.equations, question.texts)


def _too_few(numeric: Numeric) -> InputError:
    """One equation, and several unknowns."""
    from mvcalc_cli.errors import InputError

    names, more = ", ".join(numeric.names[:4]), numeric.size - 1
    fixed = f"{numeric.names[0]}=1"
    unknowns = f"{numeric.size:,} unknowns ({names}{', …' if numeric.size > 4 else ''})"
    return InputError(
        f"1 equation for {unknowns}: {more:,} more {'is' if more == 1 else 'are'} needed",
        hint=f"add {'it' if more == 1 else 'them'}, or --let {fixed}; a minimum is found by --minimise",
    )


def _start(reader: Reader, problem: Problem, wish: Wish) -> Any:
    from mvcalc_cli.commands.problem import point
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.numeric.points import example

    if wish.start is not None:
        return point(reader, problem, wish.start, "--from")
    layout = problem.numeric.layout
    hint = example(layout).replace("write ", "--from ").replace(", ", ",") if layout.size <= 6 else "--from x=1"
    raise InputError("a start is needed: --from", hint=hint)


def _solved(problem: Problem, start: Any, wish: Wish, watch: Callable[[Iterate], None] | None) -> Found:
    from mvcalc_cli.numeric.roots.system import System
    from mvcalc_cli.numeric.roots.systems import newton_system

    run = newton_system(System(problem.numeric), start, wish.stop, damped=wish.damped, watch=watch)
    return Found(problem, run, "", math.nan, "" if run.root is not None else run.ending.words, run.root is not None)


def _minimised(problem: Problem, start: Any, wish: Wish, watch: Callable[[Iterate], None] | None) -> Found:
    """Down to a minimum by the trust region of `descend`; undamped the textbook's ∇f = 0."""
    from mvcalc_cli.numeric.roots.minimum import lowered, stationary

    stop = wish.stop._replace(tolerance=wish.tolerance or _TOLERANCE)
    found = (lowered if wish.damped else stationary)(problem.numeric, start, stop, watch)
    words = found.words
    if found.kind in {"maximum", "saddle"}:
        words += "; damped steps go down: leave out --no-damped"
    return Found(problem, found.run, found.kind, found.f, words, found.good)


def _watch(reader: Reader, problem: Problem) -> Callable[[Iterate], None]:
    from mvcalc_cli.commands.problem import point_data

    def show(it: Iterate) -> None:
        line = {"k": it.k, "x": point_data(problem.numeric, it.x), "f": it.f, "factor": it.factor}
        reader.stream(json.dumps(line) + "\n")

    return show


def _report(reader: Reader, found: Found, wish: Wish) -> Report:
    from mvcalc_cli.commands.newton_question import tried
    from mvcalc_cli.report import Line, Report

    data = _data(found)
    if not found.good:
        tried(reader, found.words, "")
    if wish.jsonl:
        shown = {key: value for key, value in data.items() if key != "trajectory"}
        reader.stream(json.dumps(shown) + "\n")
        return Report("newton", inputs=reader.inputs, data=data, exit_code=0 if found.good else 1)
    root = found.run.root if found.good or found.kind else None
    numbers = [] if root is None else list(zip(found.problem.numeric.names, root.x.tolist(), strict=True))
    rows: tuple[tuple[str | float, ...], ...] = tuple(numbers)
    if reader.line is not None:
        rows = ((_in_brackets(numbers),) if numbers else (),)
    return Report(
        "newton",
        blocks=(*_head(found, wish), Line(), _table(reader, found, wish.stop), Line(),
                *_picture(reader, found, wish), _verdict(reader, found)),
        rows=rows,
        answer=_answer(numbers),
        inputs=reader.inputs,
        data=data,
        quiet=rows if reader.line is not None else tuple((value,) for _, value in numbers),
        exit_code=0 if found.good else 1,
        columns=("name", "root"),
    )  # fmt: skip


def _answer(numbers: list[tuple[str, float]]) -> Tree | None:
    """The root as a vector for --latex and --python; None of a long one."""
    from mvcalc_cli.commands.newton_tables import number_tree
    from mvcalc_cli.language.tree import vector

    return vector(*(number_tree(value) for _, value in numbers)) if 0 < len(numbers) <= _WRITTEN else None


def _in_brackets(numbers: list[tuple[str, float]]) -> str:
    """A root on one line: [1.0, 2.0]."""
    return f"[{', '.join(repr(value) for _, value in numbers)}]"


def _data(found: Found) -> dict[str, object]:
    from mvcalc_cli.commands.problem import point_data

    run, numeric = found.run, found.problem.numeric
    root, order = run.root, run.order
    few = len(run.iterates) * numeric.size <= _MOST_NUMBERS
    data: dict[str, object] = {
        "result": None,
        "method": "newton",
        "variables": list(numeric.names) if numeric.size <= 1000 else [],
        "converged": found.good,
        "reason": run.ending.reason,
        "message": found.words or None,
        "hint": None,
        "iterations": run.steps,
        "evaluations": run.evaluations,
        "root": None if root is None else point_data(numeric, root.x),
        "residual": None if root is None else root.residual,
        "uncertainty": None if root is None or not math.isfinite(root.uncertainty) else root.uncertainty,
        "order": None if order is None else order.order,
        "convergence": None if order is None else order.words,
        "trajectory": [
            {"k": it.k, "x": point_data(numeric, it.x) if few else None, "f": it.f, "factor": it.factor}
            for it in run.iterates
        ],
    }
    if found.kind:
        data |= {"kind": found.kind, "f": found.f}
    return data


def _head(found: Found, wish: Wish) -> list[Block]:
    """Newton's method   v ← v − J⁻¹·F(v)      2 equations, 2 unknowns"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    n = found.problem.numeric.size
    if wish.minimise:
        title = "x ← x − f′(x)/f″(x)" if n == 1 else "v ← v − H⁻¹·∇f(v)"
        where = "" if wish.damped is False else ", in a trust region"
        tree = found.problem.tree
        what = (Span("      f = ", "secondary"), Span(tree, "secondary")) if tree is not None else ()
        return [screen.head("Newton's method", Span(f"   {title}{where}"), *what)]
    shortened = "λ·" if any(it.factor != 1 for it in found.run.iterates) else ""
    count = f"{n:,} equations, {n:,} unknowns" if n > 1 else "1 equation, 1 unknown"
    return [screen.head("Newton's method", Span(f"   v ← v − {shortened}J⁻¹·F(v)      "), Span(count, "secondary"))]


def _table(reader: Reader, found: Found, stop: Stop) -> Block:
    """k, the coordinates where they fit, the size of F or of the gradient, and the error."""
    from mvcalc_cli.commands.newton_tables import decimals_of, factor_text, number_text, shown_steps, size_text
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span, Table

    run, numeric = found.run, found.problem.numeric
    names = numeric.names if numeric.size <= _COLUMNS else ()
    largest = max(float(abs(it.x).max()) for it in run.iterates)
    decimals = min(decimals_of(reader, stop, largest), 12 if numeric.size == 1 else 9 if numeric.size == 2 else 6)
    shortened = any(it.factor != 1 for it in run.iterates)
    size = ("|∇f|" if numeric.size > 1 else "|f′|") if found.kind or numeric.count is None else "max |fᵢ|"
    headers = ["k", *map(show_name, names), size, *(["λ"] if shortened else []), *(["error"] if run.errors else [])]
    rows = []
    for place in shown_steps(run.iterates):
        it = run.iterates[place]
        cells = [Span(str(it.k), "secondary")]
        cells += [Span(number_text(float(x), decimals), "answer") for x in it.x[: len(names)]]
        cells.append(Span(size_text(it.f)))
        cells += [Span(factor_text(it))] if shortened else []
        cells += [Span(size_text(run.errors[place]))] if run.errors else []
        rows.append(tuple(cells))
    return Table(tuple(headers), tuple(rows), "r" * len(headers))


def _picture(reader: Reader, found: Found, wish: Wish) -> list[Block]:
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.report import Line

    if not wish.plot:
        return []
    names = found.problem.numeric.names
    if len(names) != 2 or wish.minimise:
        what = "a minimum is drawn by descend" if wish.minimise else f"{len(names):,} unknowns have no picture"
        hint = "mvcalc descend … --method newton --plot" if wish.minimise else "leave out --plot"
        raise InputError(what, hint=hint)
    from mvcalc_cli.commands.newton_pictures import zero_curves

    trees = [reader.substituted(tree) for tree in found.problem.trees]
    return [zero_curves(reader, trees, (names[0], names[1]), found.run, wish), Line()]


def _verdict(reader: Reader, found: Found) -> Block:
    """✓ root (x, y) = (1.931852, 0.517638)    correct digits double each step (quadratic)"""
    from mvcalc_cli.commands.newton_tables import known_decimals, speed
    from mvcalc_cli.commands.problem import shown
    from mvcalc_cli.render.numbers import minus, show
    from mvcalc_cli.report import Verdict

    root = found.run.root
    if not found.good or root is None:
        return Verdict(found.words, "bad")
    decimals = known_decimals(reader.digits or 6, root.uncertainty)
    # What is smaller than its own uncertainty is 0 for all that is known.
    place = shown(found.problem.numeric, root.x * (abs(root.x) >= 2 * min(root.uncertainty, 1.0)), decimals)
    if found.kind:
        named = found.kind if found.kind == "minimum" else f"{found.words}  "
        f = show(found.f) if found.kind == "minimum" else minus(f"{found.f:.1e}")
        return Verdict(f"{named} f = {f} at {place}{speed(found.run)}")
    many = "" if math.isfinite(root.uncertainty) else "    the Jacobian is singular: roots may lie all along a line"
    return Verdict(f"root {place}{speed(found.run)}{many}")
