"""newton for one equation: the run, its table, its verdict, and what to try where no root was found."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.newton_question import Single, Wish
    from mvcalc_cli.numeric.roots.equation import Equation
    from mvcalc_cli.numeric.roots.trace import Iterate, Run
    from mvcalc_cli.report import Block, Report, Span

_COMPLEX_HINT = "--complex --from 1+i looks for complex roots"


class Failure(NamedTuple):
    """Why no root was found, and what to try."""

    message: str
    hint: str

    @property
    def text(self) -> str:
        """Both in one sentence."""
        return f"{self.message}; {self.hint}" if self.hint else self.message


def answered(reader: Reader, single: Single, wish: Wish) -> Report:
    """The report of one equation."""
    from mvcalc_cli.numeric.roots.equation import ComplexEquation, Equation

    make = ComplexEquation if reader.complex else Equation
    equation = make(single.tree, single.name, reader.kinds)
    if wish.starts is not None:
        from mvcalc_cli.commands.newton_starts import several_roots

        return several_roots(reader, single, equation, wish)
    start = _start(reader, single, equation, wish)
    if wish.compare:
        from mvcalc_cli.commands.newton_compare import compared

        return compared(reader, single, equation, start, wish)
    run = searched(single, equation, start, wish, _watch(reader, single.name) if wish.jsonl else None)
    return _report(reader, single, equation, run, wish)


def searched(
    single: Single,
    equation: Equation,
    start: float | complex,
    wish: Wish,
    watch: Callable[[Iterate], None] | None = None,
) -> Run:
    """Newton's method from the start.

    Raises:
        DomainError: If f has no value there.
    """
    from mvcalc_cli.commands import screen
    from mvcalc_cli.errors import DomainError
    from mvcalc_cli.numeric.roots.newton import newton

    try:
        return newton(equation, start, wish.stop, damped=wish.damped, watch=watch)
    except DomainError as error:
        raise screen.undefined_at(error, single.tree, {single.name: _number_tree(start)}, _other(equation)) from error


def _other(equation: Equation) -> str | None:
    """A start inside of the domain, if one is known."""
    from mvcalc_cli.numeric.roots.starts import chosen

    found = None if equation.has_complex else chosen(equation)
    return None if found is None else f"another start: --from {found.x:.12g}"


def _start(reader: Reader, single: Single, equation: Equation, wish: Wish) -> float | complex:
    """The start as typed; chosen, with a note, where there is none."""
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.numeric.roots.starts import chosen

    if wish.start is not None:
        return point_value(reader, wish.start, single.name, "--from")
    if equation.has_complex:
        raise InputError("a complex search needs a start", hint="--from 1+i")
    found = chosen(equation)
    if found is None:
        raise InputError("no place was found where this has a value", hint="give a start: --from 2")
    why = "where the sign changes nearby" if found.changes else "as no change of sign was found"
    reader.note(f"no --from: started at {single.name} = {found.x:.12g}, {why}")
    return found.x


def point_value(reader: Reader, text: str, name: str, argument: str) -> float | complex:
    """A number for the unknown: 2, x=2, or a complex one under --complex.

    Raises:
        InputError: If it is no finite number.
    """
    import cmath

    from mvcalc_cli.calculus.evaluate import evaluate, evaluate_complex
    from mvcalc_cli.errors import DomainError, InputError, Place

    tree = reader.point(text, (name,), argument)[name]
    place = Place(text, 0, len(text), argument, reader.line)
    try:
        value = evaluate_complex(tree, {}) if reader.complex else evaluate(tree, {})
    except DomainError as error:
        hint = error.hint or f"{argument} 2"
        raise InputError(f"this number has no value: {error.message}", hint=hint, place=place) from error
    except InputError as error:
        error.place, error.hint = place, error.hint or f"{argument} 2"
        raise
    if not cmath.isfinite(value):
        raise InputError("a start must be finite", hint=f"{argument} 2", place=place)
    return value


def _number_tree(x: float | complex) -> Any:
    from fractions import Fraction

    from mvcalc_cli.language.tree import I, add, decimal_like, multiply, number

    real = number(decimal_like(Fraction(repr(x.real))))
    return real if not x.imag else add(real, multiply(number(Fraction(repr(x.imag))), I))


def explained(equation: Equation, run: Run, wish: Wish) -> Failure:
    """The ending of a search without a root, and what to try: a start that was tried and works, damped steps, …"""
    message = run.ending.words
    if run.ending.reason == "max-steps" and _still_falls(run):
        return Failure(f"{message}, and still falls", f"--max-steps {10 * wish.stop.max_steps}")
    if equation.has_complex:
        return Failure(message, "another start: --from 1-2i")
    from mvcalc_cli.numeric.roots.starts import nearest, working

    start = float(run.iterates[0].x)
    works = working(equation, start, wish.stop, damped=wish.damped)
    if works is not None:
        damped = "" if wish.damped else ", or damped steps: leave out --no-damped"
        return Failure(
            message, f"another start works: --from {works:.12g}{damped if _damping_helps(equation, run, wish) else ''}"
        )
    closest = nearest(equation, start)
    if closest is None:
        return Failure(message, "try another start with --from")
    return _rootless(equation, run, closest.x, closest.f, message)


def _rootless(equation: Equation, run: Run, x: float, f: float, message: str) -> Failure:
    """No change of sign either: where f comes nearest to 0."""
    from mvcalc_cli.numeric.roots.trace import place

    if run.ending.reason in {"pole", "jump", "plateau", "diverged"}:
        return Failure(
            f"{message}; no change of sign was found elsewhere",
            _COMPLEX_HINT if run.ending.reason == "diverged" else "try another start with --from",
        )
    if f == 0:
        stretch = f"f is 0 at {equation.name} = {place(x)}, but does not change its sign there"
        return Failure(f"{message}; {stretch}", "look at it: --plot")
    at = f"f comes no nearer to 0 than {place(f)}, at {equation.name} = {place(x)}"
    if run.ending.reason == "nearest":
        return Failure(f"no change of sign found: {at}", _COMPLEX_HINT)
    return Failure(f"{message}; no change of sign found: {at}", _COMPLEX_HINT)


def _damping_helps(equation: Equation, run: Run, wish: Wish) -> bool:
    from mvcalc_cli.errors import DomainError
    from mvcalc_cli.numeric.roots.newton import newton

    if wish.damped:
        return False
    try:
        return newton(equation, run.iterates[0].x, wish.stop).root is not None
    except DomainError:
        return False


def _still_falls(run: Run) -> bool:
    """Whether |f| fell with each of the last steps."""
    from itertools import pairwise

    last = [abs(it.f) for it in run.iterates[-6:]]
    return all(b < a for a, b in pairwise(last)) and len(last) > 2


def _watch(reader: Reader, name: str) -> Callable[[Iterate], None]:
    """A step a line on stdout, as it is made."""
    import json

    def show(it: Iterate) -> None:
        line = {"k": it.k, "x": {name: number_data(it.x)}, "f": number_data(it.f), "factor": it.factor}
        reader.stream(json.dumps(line) + "\n")

    return show


def number_data(x: float | complex | None) -> object:
    """A number in JSON; a complex one by its parts; null where there is none.

    >>> number_data(1 + 2j), number_data(float("nan"))
    ({'re': 1.0, 'im': 2.0}, None)
    """
    if x is None or not math.isfinite(abs(x)):
        return None
    return {"re": x.real, "im": x.imag} if isinstance(x, complex) else x


def _report(reader: Reader, single: Single, equation: Equation, run: Run, wish: Wish) -> Report:
    from mvcalc_cli.commands.newton_question import tried
    from mvcalc_cli.commands.newton_tables import answer_tree, complex_cell, table, verdict
    from mvcalc_cli.report import Line, Report

    failure = None if run.root is not None else explained(equation, run, wish)
    data = run_data(equation, run, failure)
    if failure is not None:
        tried(reader, failure.message, failure.hint)
    if wish.jsonl:
        return _streamed(reader, data, run)
    root = run.root
    rows = () if root is None else ((single.name, complex_cell(root.x), complex_cell(root.residual)),)
    return Report(
        "newton",
        blocks=(*head(single, equation, run), Line(), table(reader, single.name, run, wish.stop), Line(),
                *_picture(reader, equation, run, wish), verdict(reader, single.name, run, failure, wish.stop)),
        rows=rows or (((),) if reader.line is not None else ()),
        answer=None if root is None else answer_tree(root),
        inputs=reader.inputs,
        data={"result": None, **data},
        quiet=((complex_cell(root.x),),) if root is not None else (((),) if reader.line is not None else ()),
        exit_code=0 if root is not None else 1,
        columns=("name", "root", "residual"),
    )  # fmt: skip


def _streamed(reader: Reader, data: dict[str, object], run: Run) -> Report:
    """The last line of --jsonl: how it ended."""
    import json

    from mvcalc_cli.report import Report

    shown = {key: value for key, value in data.items() if key not in {"trajectory", "derivative"}}
    reader.stream(json.dumps(shown) + "\n")
    return Report("newton", inputs=reader.inputs, data=data, exit_code=0 if run.root is not None else 1)


def head(single: Single, equation: Equation, run: Run) -> list[Block]:
    """Newton–Raphson   x ← x − f(x)/f′(x)      f′ = 3x² − 2"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    x = screen.show_name(single.name)
    shortened = any(it.factor != 1 for it in run.iterates)
    formula = f"   {x} ← {x} − {'λ·' if shortened else ''}f({x})/f′({x})      "
    typed: tuple[Span, ...] = ()
    if single.typed.kind == "relation":
        typed = (Span("f = ", "secondary"), Span(single.tree, "secondary"), Span(",   ", "secondary"))
    derivative = (Span("f′ = ", "secondary"), Span(equation.derivative, "secondary"))
    return [screen.head("Newton–Raphson", Span(formula), *typed, *derivative)]


def _picture(reader: Reader, equation: Equation, run: Run, wish: Wish) -> list[Block]:
    if not wish.plot:
        return []
    from mvcalc_cli.commands.newton_pictures import tangents
    from mvcalc_cli.report import Line

    return [tangents(reader, equation, run, wish), Line()]


def run_data(equation: Equation, run: Run, failure: Failure | None) -> dict[str, object]:
    """A run in JSON."""
    root, order = run.root, run.order
    return {
        "method": run.method,
        "variables": [equation.name],
        "converged": root is not None,
        "reason": run.ending.reason,
        "message": None if failure is None else failure.message,
        "hint": None if failure is None or not failure.hint else failure.hint,
        "iterations": run.steps,
        "evaluations": run.evaluations,
        "root": None if root is None else {equation.name: number_data(root.x)},
        "residual": None if root is None else number_data(root.residual),
        "uncertainty": None if root is None else number_data(root.uncertainty),
        "order": None if order is None else order.order,
        "convergence": None if order is None else order.words,
        "derivative": equation.derivative,
        "trajectory": [
            {"k": it.k, "x": number_data(it.x), "f": number_data(it.f), "factor": it.factor} for it in run.iterates
        ],
    }
