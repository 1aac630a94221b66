"""What `descend` is asked: the function, the start, the methods and when to stop, each mistake with its fix."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import DomainError, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.numeric.descent.objective import Bounds, Objective
    from mvcalc_cli.numeric.descent.run import Run, Stop
    from mvcalc_cli.numeric.descent.state import Method, State

TOLERANCE: Final = 1e-6
MAX_STEPS: Final = 1000
# Gradient descent is what the course teaches; of more variables than this the usual method is L-BFGS.
FEW_VARIABLES: Final = 100


class Wish(NamedTuple):
    """The options of the descent itself, as typed."""

    start: str | None
    method: str | None
    rate: float | None
    tolerance: float | None
    max_steps: int | None
    bounds: str | None
    maximise: bool
    compare: str | None
    starts: int | None
    seed: int


class Asked(NamedTuple):
    """A question that can be answered.

    Attributes:
        problem: The function as compiled.
        start: Where runs begin, shape (n,), in the box; random starts lie around it.
        methods: The names of the methods, one unless they are compared.
        rate: A fixed rate; None where the method chooses it.
        stop: When a run ends.
        bounds: The box of --bounds.
        sign: 1; −1 where f is raised, by lowering −f.
    """

    problem: Problem
    start: Any
    methods: tuple[str, ...]
    rate: float | None
    stop: Stop
    bounds: Bounds | None
    sign: int

    @property
    def names(self) -> tuple[str, ...]:
        """The variables, in order."""
        return self.problem.numeric.names

    def objective(self) -> Objective:
        """f (or −f), its evaluations not counted yet."""
        from mvcalc_cli.numeric.descent.negated import negated
        from mvcalc_cli.numeric.descent.objective import Objective

        numeric = self.problem.numeric
        return Objective(numeric if self.sign > 0 else negated(numeric), self.bounds)

    def f(self, state: State) -> float:
        """The value of f itself in a state."""
        return self.sign * state.f


def read(reader: Reader, expr: str, wish: Wish) -> Asked:
    """Read the question.

    Raises:
        InputError: For anything that is missing, unknown or out of range.
        DomainError: If f has no value at the start.
    """
    from mvcalc_cli.numeric.descent.run import Stop

    problem = _problem(reader, expr)
    bounds = _bounds(reader, problem, wish)
    start = _start(reader, problem, bounds, wish)
    methods = _methods(problem, wish)
    asked = Asked(
        problem,
        start,
        methods,
        _rate(reader, methods, wish),
        Stop(_tolerance(wish.tolerance), wish.max_steps or MAX_STEPS),
        bounds,
        -1 if wish.maximise else 1,
    )
    if wish.starts is None:
        _refuse_undefined(asked)
    return asked


def run(asked: Asked, method: str, start: Any, watch: Callable[[State], None] | None = None) -> Run:
    """One run of one method."""
    from mvcalc_cli.numeric.descent.loop import descend

    return descend(asked.objective(), made(asked, method), start, asked.stop, watch)


def made(asked: Asked, name: str) -> Method:
    """A method by its name, with the rate if it takes one."""
    from mvcalc_cli.numeric.descent.methods import method

    return method(name, _own_rate(name, asked.rate))


def _problem(reader: Reader, expr: str) -> Problem:
    from mvcalc_cli.commands.problem import compiled

    try:
        problem = compiled(reader, (expr,))
    except InputError as mistake:
        if _is_relation(reader, expr, mistake):
            told = "this is an equation or a condition, and descend lowers the value of one expression"
            hint = "roots of an equation: mvcalc newton"
            raise InputError(told, hint=hint, place=mistake.place) from None
        raise
    if problem.numeric.count is not None:
        raise InputError(
            f"descend lowers one number, and this is a vector of {problem.numeric.count}",
            hint="the sum of its squares is one: 'norm([x, y])^2'",
        )
    return problem


def _is_relation(reader: Reader, expr: str, mistake: InputError) -> bool:
    """Whether the whole text is an equation or an inequality."""
    from mvcalc_cli.errors import ParseError

    if isinstance(mistake, ParseError) or mistake.place is None or mistake.place.argument == "--let":
        return False
    return reader.unbound(expr).kind == "relation"


def _bounds(reader: Reader, problem: Problem, wish: Wish) -> Bounds | None:
    from mvcalc_cli.commands.problem import bounds

    return bounds(reader, problem, wish.bounds)


def _start(reader: Reader, problem: Problem, bounds: Bounds | None, wish: Wish) -> Any:
    """The start, moved into the box; random starts lie around the origin where none is given."""
    from mvcalc_cli.commands.problem import point, shown
    from mvcalc_cli.numeric.descent.objective import Objective

    if wish.start is None and wish.starts is None:
        raise InputError("descend needs a start", hint=f"say where: --from {_example(problem)}")
    v = _origin(problem) if wish.start is None else point(reader, problem, wish.start, "--from")
    moved = Objective(problem.numeric, bounds).project(v)
    if wish.start is not None and (moved != v).any():
        reader.note(f"the start is outside the bounds: moved to {shown(problem.numeric, moved)}")
    return moved


def _origin(problem: Problem) -> Any:
    from mvcalc_cli.numeric.points import base_name, by_name

    layout = problem.numeric.layout
    return by_name(layout, {base_name(block): 0.0 for block in layout.blocks})


def _example(problem: Problem) -> str:
    """A start that could be typed: 1,2 or x=1.

    A vector, or numbered variables, are filled by one value.
    """
    from mvcalc_cli.numeric.points import base_name

    blocks = problem.numeric.layout.blocks
    if all(block.size == 1 for block in blocks) and len(blocks) <= 4:
        return ",".join(f"{name}=1" for name in problem.numeric.names)
    return ",".join(f"{base_name(block)}=1" for block in blocks[:3]) + (",…" if len(blocks) > 3 else "")


def _methods(problem: Problem, wish: Wish) -> tuple[str, ...]:
    if wish.compare is not None:
        return _compared(wish)
    if wish.method is not None:
        return (_known(wish.method, "--method"),)
    # A rate is that of a method which takes one.
    few = problem.numeric.size <= FEW_VARIABLES or wish.rate is not None
    return ("gd" if few else "lbfgs",)


def _compared(wish: Wish) -> tuple[str, ...]:
    """The methods of --compare gd,newton: two at least, each once."""
    text = wish.compare or ""
    if wish.method is not None:
        raise InputError("--compare names the methods", hint="leave --method out")
    if wish.starts is not None:
        raise InputError("--compare takes one start for all methods", hint="leave --starts out")
    names = [_known(part.strip(), "--compare") for part in text.split(",")]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"--compare names {name} twice", hint=f"--compare {','.join(dict.fromkeys(names))}")
    if len(names) < 2:
        raise InputError("--compare needs two methods or more", hint=f"--compare {names[0]},{_other(names[0])}")
    return tuple(names)


def _other(name: str) -> str:
    return "newton" if name != "newton" else "gd"


def _known(name: str, argument: str) -> str:
    """The name of a method; raises InputError with the nearest one."""
    from mvcalc_cli.language.names import nearest
    from mvcalc_cli.numeric.descent.methods import NAMES

    if name in NAMES:
        return name
    near = nearest(name, NAMES)
    hint = f"did you mean {near}?" if near else f"{argument} knows {', '.join(NAMES)}"
    raise InputError(f"there is no method called {name}" if name else "the name of a method is missing", hint=hint)


def _rate(reader: Reader, methods: tuple[str, ...], wish: Wish) -> float | None:
    """The fixed rate; where methods are compared, those that choose their steps do without it."""
    from mvcalc_cli.numeric.descent.first_order import checked_rate
    from mvcalc_cli.numeric.descent.methods import method

    rate = checked_rate(wish.rate)
    if rate is None:
        return None
    if len(methods) == 1:
        method(methods[0], rate)
        return rate
    without = [name for name in methods if _own_rate(name, rate) is None]
    if without:
        takes = "takes" if len(without) == 1 else "take"
        reader.note(f"{', '.join(without)} {takes} no --rate: the others use it")
    return rate


def _own_rate(method: str, rate: float | None) -> float | None:
    from mvcalc_cli.numeric.descent.methods import RATED

    return rate if method in RATED else None


def _tolerance(value: float | None) -> float:
    if value is None:
        return TOLERANCE
    if not (value > 0 and math.isfinite(value)):
        raise InputError(f"a tolerance is a positive number, not {value:g}", hint="--tolerance 1e-6")
    return value


def _refuse_undefined(asked: Asked) -> None:
    """Say before anything runs that f has no value, or no gradient, at the start.

    Raises:
        DomainError: Then, with the part of f that has none.
    """
    from mvcalc_cli.calculus.undefined import UndefinedError
    from mvcalc_cli.commands.problem import shown
    from mvcalc_cli.language.tree import variables

    try:
        asked.problem.numeric.gradient(asked.start)
    except UndefinedError as error:
        where = shown(asked.problem.numeric, asked.start)
        what = "f is too large for a floating-point number" if error.overflow else "f or its gradient has no value"
        place = error.place
        at = None if place is None else Place(place.text, place.start, place.end, "EXPR")
        hint = error.hint or ("another start: --from" if variables(error.node) else None)
        raise DomainError(f"{what} at the start {where}: {error.message}", hint=hint, place=at) from error
