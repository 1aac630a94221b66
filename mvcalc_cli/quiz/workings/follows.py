"""Does one line of a working follow from the one before: as a function, or by its solutions?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import islice, product
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, add, as_variable, multiply, number, relation, subtract, variables
from mvcalc_cli.quiz.workings.lines import Written
from mvcalc_cli.quiz.workings.moves import gaining, lossy, moves
from mvcalc_cli.quiz.workings.roots import Solution, apart, is_undefined, rounded
from mvcalc_cli.quiz.workings.slips import Sentence, Wrong, slips
from mvcalc_cli.symbolic.arithmetic import Unmeasured, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.patience import OutOfPatience, patience
from mvcalc_cli.symbolic.sameness.conditions import ratio, truth
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import Equality, How, Sides
from mvcalc_cli.symbolic.verify import allowed, free_variables

Verdict = Literal["start", "follows", "follows-where", "does-not-follow", "undecided"]

# Seconds for one line: its verdict, and then the search for what went wrong.
SECONDS: Final = 2.0
_SEARCH_SECONDS: Final = 1.0
_MOST_CANDIDATES: Final = 400
_MOST_NAMED: Final = 4
# Values of up to so many variables at which inequalities are shown to differ.
_FEW: Final = 2
_SMALL: Final = tuple(Fraction(n) for n in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 10, -10))
# So near, relatively, a wrong solution is a rounded one.
_ROUNDED: Final = 1e-2
_CONDITIONS: Final = frozenset({"relation", "logic", "boolean"})


class Link(NamedTuple):
    """Whether a line follows.

    Attributes:
        verdict: start: the first line; follows-where: equal wherever both have a value.
        why: In words.
        lost: Solutions of the line before that this one has not, as x = …
        gained: The other way round.
        slip: What went wrong, and what would be right; None where that is not known.
        conditions: Under which the two are equal.
        restored: After lines that ⇒ gave more solutions, it has those of the first line again.
    """

    verdict: Verdict
    why: Sentence = Sentence("")
    lost: tuple[Tree, ...] = ()
    gained: tuple[Tree, ...] = ()
    slip: Sentence | None = None
    conditions: tuple[Tree, ...] = ()
    restored: bool = False


def follows(before: Written, after: Written, base: Written, kinds: Mapping[str, str]) -> Link:
    """The verdict on a line; it raises nothing, and does not take long.

    Args:
        before: The line before.
        after: The line.
        base: The last line that has the solutions of the first: after ⇒ there may be more, to be sorted out later.
        kinds: Declared variables.

    >>> from mvcalc_cli.quiz.workings.lines import read_working
    >>> from mvcalc_cli.language.printers import line
    >>> a, b = read_working("(x+1)^2\\n= x^2 + 1", {}, "-")
    >>> follows(a, b, a, {}).slip.words(line)
    '(x + 1)² is not x² + 1: it is x² + 2x + 1'
    >>> a, b = read_working("x^2 = x\\nx = 1", {}, "-")
    >>> [line(each) for each in follows(a, b, a, {}).lost]
    ['x = 0']
    """
    try:
        with patience(SECONDS):
            return _linked(before, after, base, kinds)
    except (OutOfPatience, RecursionError, MemoryError, Unmeasured, OverflowError):
        return Link("undecided", Sentence("it takes too long to compare"))
    except MvcalcError as mistake:
        return Link("undecided", plainly(mistake.message))


def plainly(text: str) -> Sentence:
    """A sentence without formulas."""
    return Sentence(text.replace("{", "{{").replace("}", "}}"))


def _linked(before: Written, after: Written, base: Written, kinds: Mapping[str, str]) -> Link:
    import mvcalc_cli.symbolic.proofs  # noqa: F401 - so that no alarm interrupts its import

    how = How(dict(kinds), 0, _sides(before, after), algebra=True, seconds=SECONDS / 2)
    if before.tree.kind in _CONDITIONS and after.tree.kind in _CONDITIONS:
        return _solutions(before, after, base, how)
    return _functions(before, after, how)


def _sides(before: Written, after: Written) -> Sides:
    if after.joined:
        return Sides(f"the left side in line {after.line}", "the right side", "gives ", "gives ")
    return Sides(f"line {before.line}", f"line {after.line}", "gives ", "gives ")


# --- expressions -----------------------------------------------------------------------------------


def _functions(before: Written, after: Written, how: How) -> Link:
    """Equal as functions; with integrals, up to a constant; after f'(x) =, the derivative of what stood before."""
    from mvcalc_cli.symbolic.equal import settled

    left, right, kind = _compared(before, after, how)
    found = settled(left, right, how)
    if found.verdict == "equal":
        return _narrower(left, after, how) if kind == "slopes" else Link("follows", plainly(found.why))
    if found.verdict == "undecided":
        return Link("undecided", plainly(found.why))
    if found.verdict == "domain differs":
        return Link("follows-where", plainly(found.why), conditions=_lost(left, right, how))
    why = found.why
    if kind == "slopes":
        for side in (how.sides.left, how.sides.right):
            why = why.replace(f"{side} gives", f"the derivative of {side} gives")
    return Link("does-not-follow", plainly(why), slip=_slip(before, after, right, found, kind))


def _narrower(slope: Tree, after: Written, how: How) -> Link:
    """Of an integral: log(x) for 1/x holds for x > 0 alone."""
    from mvcalc_cli.symbolic.domains import lost_conditions

    conditions = () if after.integrals else lost_conditions(after.tree, slope, how.kinds)
    told = Sentence("the same up to a constant")
    return Link("follows-where", told, conditions=conditions) if conditions else Link("follows", told)


def _lost(left: Tree, right: Tree, how: How) -> tuple[Tree, ...]:
    """Under which conditions both have a value."""
    from mvcalc_cli.symbolic.domains import lost_conditions

    found = lost_conditions(left, right, how.kinds) + lost_conditions(right, left, how.kinds)
    return tuple(dict.fromkeys(found))


def _compared(before: Written, after: Written, how: How) -> tuple[Tree, Tree, str]:
    """What must be equal: the lines, or derivatives of one or both; and which of these."""
    left, right = before.tree, after.tree
    if after.primes > before.primes and after.by:
        for _ in range(after.primes - before.primes):
            left = differentiate(left, after.by, how.kinds).result
        return left, right, "derivative"
    if after.primes < before.primes and before.by:
        for _ in range(before.primes - after.primes):
            right = differentiate(right, before.by, how.kinds).result
        return left, right, "antiderivative"
    integrals = (*before.integrals, *after.integrals)
    if integrals:
        return _slope(before, integrals[0].by, how), _slope(after, integrals[0].by, how), "slopes"
    return left, right, "values"


def _slope(written: Written, by: str, how: How) -> Tree:
    """The derivative of a line; that of an integral is its integrand."""
    slope = differentiate(written.tree, by, how.kinds).result
    inner = [
        multiply(differentiate(written.tree, each.letter, how.kinds).result, each.integrand)
        for each in {each.letter: each for each in written.integrals if each.by == by}.values()
    ]
    return add(slope, *inner) if inner else slope


# --- what went wrong -------------------------------------------------------------------------------


def _slip(before: Written, after: Written, right: Tree, found: Equality, kind: str) -> Sentence | None:
    """The slip that makes this line of the one before."""
    from mvcalc_cli.quiz.steps.mistakes import wrong_derivatives

    candidates: Iterable[Wrong] = ()
    if kind == "derivative" and after.primes == before.primes + 1:
        candidates = wrong_derivatives(before.tree, after.by)
    elif kind == "values":
        candidates = _values_of(before)
    return _first(candidates, right, found)


def _values_of(before: Written) -> Iterable[Wrong]:
    from mvcalc_cli.quiz.steps.mistakes import wrong_derivatives

    if before.slope is not None:
        yield from wrong_derivatives(*before.slope)
    yield from slips(before.tree)


def _first(candidates: Iterable[Wrong], after: Tree, found: Equality) -> Sentence | None:
    """The first candidate that is the line that was written, screened at the point where that one is wrong."""
    point = {name: _exact(value) for name, value in found.where}
    try:
        with patience(_SEARCH_SECONDS):
            target = _value(after, point)
            for wrong, slip in islice(candidates, _MOST_CANDIDATES):
                near = _near(_value(wrong, point), target)
                if near and judge(wrong, after).verdict in {"equal", "domain differs"}:
                    return slip
    except (OutOfPatience, MvcalcError, RecursionError):
        return None
    return None


def _exact(value: float | complex) -> Any:
    return Fraction(value) if isinstance(value, float) else value


def _value(tree: Tree, point: Mapping[str, Any]) -> Any:
    try:
        found = measure(tree, point, 30)
    except (Unmeasured, TypeError):
        return None
    return None if found is None else complex(inexact(found, 30))


def _near(a: complex | None, b: complex | None) -> bool:
    """Where one has no value, the point tells nothing."""
    return a is None or b is None or abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


# --- conditions ------------------------------------------------------------------------------------


def _solutions(before: Written, after: Written, base: Written, how: How) -> Link:
    """The same solutions; after ⇒ there may be more, which a later line may leave out again."""
    from mvcalc_cli.symbolic.equal import settled

    found = settled(before.tree, after.tree, how)
    lost, gained, complete = apart(before.tree, after.tree, how.kinds)
    if not lost and not gained:
        if found.verdict == "equal" or (found.verdict == "undecided" and complete):
            return Link("follows", plainly(found.why) if found.verdict == "equal" else Sentence("the same solutions"))
        condition = _general(before.tree, after.tree, how)
        if condition is not None:
            return Link("follows-where", Sentence("for the letters in general"), conditions=(condition,))
        lost, gained, why = _at_point(before, after, found, how)
        if not lost and not gained:
            return Link("undecided", plainly(found.why))
        return _wrong(before, after, why, lost, gained, how)
    if lost and base is not before and settled(base.tree, after.tree, how).verdict == "equal":
        return Link("follows", Sentence(f"what is left out does not solve line {base.line}"), restored=True)
    undefined = None if lost else next((root for root in gained if is_undefined(before.tree, root)), None)
    why = Sentence("the solutions are not the same")
    if undefined is not None:
        why = Sentence(f"line {before.line} has no value at {{0}}", (undefined.shown,))
    return _wrong(before, after, why, lost, gained, how)


def _wrong(  # noqa: PLR0917 - what is said of a line, in its order
    before: Written, after: Written, why: Sentence, lost: list[Solution], gained: list[Solution], how: How
) -> Link:
    """A line that does not follow; after ⇒, what is gained is no fault."""
    if after.mark == "=>" and not lost:
        told = "=> allows what is gained; at the end it is put back into the first line"
        return Link("follows", Sentence(told), gained=_shown(gained))
    move = _move(before.tree, after.tree, lost, gained, how)
    return Link("does-not-follow", why, _shown(lost), _shown(gained), move)


def _shown(roots: list[Solution]) -> tuple[Tree, ...]:
    return tuple(root.shown for root in roots[:_MOST_NAMED])


def _general(before: Tree, after: Tree, how: How) -> Tree | None:
    """a·x = b becomes x = b/a where a ≠ 0: the condition under which one is a multiple of the other."""
    root = _difference(after)
    if root is None or before.kind != "relation" or before.value != "=" or len(free_variables(before, after)) < 2:
        return None
    for condition in conditions(after):
        if condition.value != "!=" or condition.args[1] != ZERO:
            continue
        letters = _without_numbers(condition.args[0])
        if _is_multiple(subtract(*before.args), multiply(letters, root), how):
            return relation("!=", letters, ZERO)
    return None


def _difference(condition: Tree) -> Tree | None:
    """What is 0 where the equation holds; of x = r or x = s the product (x - r)(x - s)."""
    equations = condition.args if condition.kind == "logic" and condition.value == "or" else (condition,)
    if not all(each.kind == "relation" and each.value == "=" for each in equations):
        return None
    return multiply(*(subtract(*each.args) for each in equations))


def _without_numbers(tree: Tree) -> Tree:
    """2a is 0 where a is."""
    return multiply(*filter(variables, tree.args)) if tree.kind == "product" else tree


def _is_multiple(first: Tree, second: Tree, how: How) -> bool:
    """Is one a constant times the other, wherever both have a value?"""
    # Where roots make every value inexact, they are looked at as they stand.
    above, below = ratio(first, second, how) or (1, 1)
    same = judge(multiply(first, number(below)), multiply(second, number(above)), how._replace(algebra=False))
    return same.verdict in {"equal", "domain differs"}


def _at_point(
    before: Written, after: Written, found: Equality, how: How
) -> tuple[list[Solution], list[Solution], Sentence]:
    """A point where only one of the two holds, a simple one if there is any: lost or gained."""
    if not found.where:
        return [], [], Sentence("")
    names = tuple(name for name, _ in found.where)
    first = f"only {how.sides.left} holds" in found.why
    values: tuple[float | complex, ...] = tuple(value for _, value in found.where)
    simple = _simple_point(before.tree, after.tree, names, how) if len(names) <= _FEW else None
    if simple is not None:
        first, values = simple
    shown = [relation("=", as_variable(name), rounded(value)) for name, value in zip(names, values, strict=True)]
    root = Solution(shown[0] if len(shown) == 1 else Tree("logic", "and", tuple(shown)), {}, exact=False)
    side = how.sides.left if first else how.sides.right
    why = Sentence(f"at {{0}} only {side} holds", (root.shown,))
    return ([root], [], why) if first else ([], [root], why)


def _simple_point(
    before: Tree, after: Tree, names: tuple[str, ...], how: How
) -> tuple[bool, tuple[float | complex, ...]] | None:
    """A point of small whole numbers where only one of them holds, and whether it is the line before."""
    domains = [how.domains.get(name, "real") for name in names]
    for point in product(_SMALL, repeat=len(names)):
        if not all(allowed(value, domain) for value, domain in zip(point, domains, strict=True)):
            continue
        at = dict(zip(names, point, strict=True))
        try:
            one, other = truth(before, at), truth(after, at)
        except Unmeasured:
            continue
        if one != other:
            return one, tuple(float(value) for value in point)
    return None


def _move(before: Tree, after: Tree, lost: list[Solution], gained: list[Solution], how: How) -> Sentence | None:
    """What was done to the equation."""
    try:
        with patience(_SEARCH_SECONDS):
            near = _rounding(lost, gained)
            if near is not None:
                return near
            if before.kind == after.kind == "relation" and before.value == after.value == "=" and not (lost and gained):
                return _lossy(lossy if lost else gaining, before, after, lost or gained, how) or _by_moves(
                    before, after
                )
            return _by_moves(before, after)
    except (OutOfPatience, MvcalcError, RecursionError):
        return None


def _rounding(lost: list[Solution], gained: list[Solution]) -> Sentence | None:
    """x = 1.41 in the place of x = √2."""
    for old in lost:
        for new in gained:
            if len(old.at) != 1 or old.at.keys() != new.at.keys():
                continue
            a, b = (complex(inexact(next(iter(root.at.values())), 30)) for root in (old, new))
            if abs(a - b) <= _ROUNDED * max(1.0, abs(a)):
                return Sentence("{0} is rounded, and not exact", (new.shown,))
    return None


def _lossy(pairs: Callable[..., Any], before: Tree, after: Tree, roots: list[Solution], how: How) -> Sentence | None:
    for root in roots:
        if not root.exact or root.shown.kind != "relation":
            continue
        name, value = root.shown.args
        for one, other, told in pairs(before, after, value, name):
            if _is_multiple(one, other, how):
                return told  # type: ignore[no-any-return]
    return None


def _by_moves(before: Tree, after: Tree) -> Sentence | None:
    for wrong, told in islice(moves(before), _MOST_CANDIDATES):
        if judge(wrong, after).verdict == "equal":
            return told
    return None
