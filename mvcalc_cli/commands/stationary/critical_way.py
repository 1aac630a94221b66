"""From the equations to the points as on the board: products and their cases, and what one equation gives for another.

Nothing is solved here: the points are known. Each line holds only what is checked: the equations are the gradient's,
their products are compared with them, the points of a case satisfy it to thirty digits, and the zeros of a polynomial
are counted. A way that does not reach every point is none.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from mvcalc_cli.commands.stationary.critical_cases import Board, Case, is_else
from mvcalc_cli.commands.stationary.stepwise import Step
from mvcalc_cli.symbolic.products import factors, never_zero, product_of, solved_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.stationary.critical_points import Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Span

_SECONDS: Final = 1.5
_MOST_LINES: Final = 12
_MOST_DEPTH: Final = 4
# A constant whose number is smaller is 0.
_NOTHING: Final = 1e-20


class _NoWayError(Exception):
    """Nothing that can be shown: the points come from algebra."""


def way(found: Examined) -> list[Step]:
    """The equations as products, and the cases; [] where no such way is found."""
    if found.constant or _is_bent(found):
        return []
    if told := impossible(found):
        return [Step("solve", "", (told,))]
    if not (found.everywhere.points or found.everywhere.families or found.everywhere.complete):
        return []
    try:
        return _Way(found).steps()
    except _NoWayError:
        return []


def impossible(found: Examined) -> tuple[Span, ...]:
    """∂f/∂x = 1 is never 0: the derivative whose factors are all proved to be 0 nowhere; () where there is none."""
    from mvcalc_cli.report import Span

    names = found.question.names
    for name, slope in zip(names, found.gradient, strict=True):
        held = factors(product_of(slope), names)
        if all(map(never_zero, held)) if held else (_size(slope) or 0.0) > _NOTHING:
            return (Span(f"{sign(name, names)} = "), Span(slope), Span(" is never 0"))
    return ()


def _size(constant: Tree) -> float | None:
    """The size of a constant; None where it is out of reach."""
    from mvcalc_cli.symbolic.digits import Unmeasured, measure

    try:
        found = measure(constant, {})
    except Unmeasured:
        return None
    return None if found is None else abs(float(found))


def sign(name: str, names: Sequence[str]) -> str:
    """What a derivative is called: ∂f/∂x, or f′ of one variable."""
    from mvcalc_cli.commands.screen import show_name

    return f"∂f/∂{show_name(name)}" if len(names) > 1 else "f′"


def _is_bent(found: Examined) -> bool:
    """Whether f has pieces: its derivative has them too, and no factors."""
    from mvcalc_cli.symbolic.sameness.bends import bends, has_steps

    return bool(bends(found.question.lowered)) or has_steps(found.question.lowered)


class _Way:
    """One problem on its way."""

    def __init__(self, found: Examined) -> None:
        self.found = found
        self.names = found.question.names
        self.until = monotonic() + _SECONDS
        self.board = Board(found)
        self.never: list[Tree] = []
        self.is_split = False
        self.is_put = False

    def steps(self) -> list[Step]:
        """The products, then the cases."""
        slopes = self.found.gradient
        products = [product_of(each) for each in slopes]
        changed = [
            self._chain(name, made)
            for name, made, each in zip(self.names, products, slopes, strict=True)
            if made != each
        ]
        kept = [self._bare(each) for each in products]
        constants = self._dropped()
        self._reach(Case(), kept, 0)
        if not self.board.is_full:
            raise _NoWayError
        lines = tuple(self.board.lines)
        steps = [Step("factor", "", (*changed, *constants))] if changed or constants else []
        if self.is_split:
            return [*steps, Step("cases", "a product is 0 where a factor is", lines)]
        return [*steps, Step("substitute" if self.is_put and len(self.names) > 1 else "solve", "", lines)]

    def _chain(self, name: str, product: Tree) -> tuple[Span, ...]:
        from mvcalc_cli.report import Span

        return (Span(f"{sign(name, self.names)} = "), Span(product), Span(" = 0"))

    def _bare(self, tree: Tree) -> Tree:
        """The product of the factors that may be 0; those that cannot be are kept to be named."""
        from mvcalc_cli.language.tree import ONE, multiply

        every = factors(tree, self.names)
        never = [each for each in every if never_zero(each)]
        self.never += [each for each in never if each not in self.never]
        rest = [each for each in every if each not in never]
        if not rest:
            return ONE
        return multiply(*rest) if len(rest) > 1 else rest[0]

    def _dropped(self) -> list[tuple[Span, ...]]:
        """e^(−x² − y²) is never 0."""
        from mvcalc_cli.report import Span

        if not self.never:
            return []
        spans: list[Span] = []
        for place, each in enumerate(self.never):
            spans += [*([Span(" and ")] if place else []), Span(each)]
        told = "is never 0" if len(self.never) == 1 else "are never 0"
        self.never = []
        return [(*spans, Span(f" {told}"))]

    def _reach(self, case: Case, equations: Sequence[Tree], depth: int) -> None:
        """Write the lines of a case."""
        from mvcalc_cli.language.tree import variables

        if depth > _MOST_DEPTH or len(self.board.lines) > _MOST_LINES or monotonic() > self.until:
            raise _NoWayError
        open_ = [each for each in equations if not self._holds(each)]
        parts = [self._parts(case, each) for each in open_]
        if any(not each for each in parts):
            self.board.tell(
                case, [each for each, own in zip(open_, parts, strict=True) if not own][:1], (), impossible=True
            )
            return
        if not open_:
            self.board.tell(case, (), ())
            return
        free = {name for each in open_ for name in variables(each)}
        shared = [part for part in parts[0] if all(part in other for other in parts[1:])] if len(open_) > 1 else []
        if len(free) == 1 and len(open_) == 1:
            self._last(case, open_, parts[0], next(iter(free)))
        elif shared:
            self._share(case, open_, shared, depth)
        elif not self._split(case, open_, parts, depth) and not self._put_in(case, open_, parts, depth):
            if not case.zeros and not all(len(variables(each)) == 1 for each in open_):
                raise _NoWayError
            self.board.tell(case, open_, ())

    def _parts(self, case: Case, tree: Tree) -> list[Tree]:
        """The factors that may be 0."""
        return [one for one in factors(tree, self.names) if one not in case.others and not never_zero(one)]

    def _last(self, case: Case, equations: Sequence[Tree], parts: Sequence[Tree], name: str) -> None:
        """One equation in one variable: its zeros, or its factors one by one."""
        roots = self.board.roots(parts, name)
        if roots or len(parts) == 1:
            if not roots and not case.zeros and parts[0].kind != "call":
                raise _NoWayError
            self.board.tell(case, equations, roots)
            return
        self.is_split = True
        for each in parts:
            self.board.tell(case, [each], ())

    def _share(self, case: Case, equations: Sequence[Tree], shared: Sequence[Tree], depth: int) -> None:
        """A factor of every equation: where it is 0 they all hold; elsewhere they are divided by it."""
        from mvcalc_cli.language.tree import ONE, multiply
        from mvcalc_cli.report import Span

        self.is_split = True
        for each in shared:
            self.board.tell(self._with(case, each), (), ())
        rest = []
        for equation in equations:
            kept = [each for each in factors(equation, self.names) if each not in shared]
            rest.append(multiply(*kept) if len(kept) > 1 else kept[0] if kept else ONE)
        if all(each != ONE for each in rest):
            self._reach(case._replace(spans=(*case.spans, Span(", else" if case.spans else "else"))), rest, depth + 1)

    def _split(self, case: Case, equations: Sequence[Tree], parts: Sequence[Sequence[Tree]], depth: int) -> bool:
        """A case for each factor of the first equation that is a product."""
        place = next((k for k, each in enumerate(parts) if len(each) > 1), None)
        if place is None:
            return False
        others = [each for k, each in enumerate(equations) if k != place]
        self.is_split = True
        for each in parts[place]:
            self._follow(case, each, others, depth)
        return True

    def _put_in(self, case: Case, equations: Sequence[Tree], parts: Sequence[Sequence[Tree]], depth: int) -> bool:
        """A variable that one equation gives, put into the others."""
        every = [k for k, each in enumerate(parts) if len(each) == 1 and solved_for(each[0], self.names)]
        if not every:
            return False
        others = [each for k, each in enumerate(equations) if k != every[0]]
        self._follow(case, parts[every[0]][0], others, depth)
        return True

    def _follow(self, case: Case, factor: Tree, others: Sequence[Tree], depth: int) -> None:
        """With one factor 0: its variable put into the others; those that hold the factor hold."""
        made = self._with(case, factor)
        rest = [each for each in others if factor not in factors(each, self.names)]
        if len(made.given) == len(case.given) and rest:
            rest.append(factor)
        given = dict(made.given)
        self.is_put |= bool(given)
        put = [self._put(each, given) for each in rest] if given else rest
        self._reach(made, put, depth + 1)

    def _with(self, case: Case, factor: Tree) -> Case:
        """The case with one more factor that is 0, and the variable that it gives."""
        from mvcalc_cli.language.tree import as_variable, substitute
        from mvcalc_cli.report import Span

        lead = [Span(";  ")] if case.spans and not is_else(case.spans) else [Span(" ")] if case.spans else []
        solved = solved_for(factor, self.names)
        if solved is None:
            spans = (*case.spans, *lead, Span(factor), Span(" = 0"))
            return case._replace(spans=spans, zeros=(*case.zeros, factor))
        name, value, below = solved
        told = [Span(as_variable(name)), Span(" = "), Span(value)]
        if factor.kind != "variable":
            told = [Span(factor), Span(" = 0, so "), *told]
        given = tuple((each, self._put(old, {name: value}, factored=False)) for each, old in case.given if each != name)
        own = substitute(value, {as_variable(each): old for each, old in given})
        others = (*case.others, *(factors(below, self.names) if below is not None else ()))
        return Case((*case.spans, *lead, *told), (*case.zeros, factor), (*given, (name, own)), others)

    def _put(self, tree: Tree, given: Mapping[str, Tree], *, factored: bool = True) -> Tree:
        from mvcalc_cli.calculus.tidy import tidy
        from mvcalc_cli.language.tree import as_variable, substitute

        there = tidy(substitute(tree, {as_variable(name): value for name, value in given.items()}))
        return product_of(there) if factored else there

    def _holds(self, tree: Tree) -> bool:
        """Whether an equation without a variable is 0 = 0."""
        from mvcalc_cli.language.tree import variables

        if set(variables(tree)) & set(self.names):
            return False
        size = _size(tree)
        if size is None:
            raise _NoWayError
        return size < _NOTHING
