"""What `newton` is asked: equations, unknowns, a start and when to stop, each mistake with its fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.roots.trace import Stop

TOLERANCE: Final = 1e-12
MAX_STEPS: Final = 100
# Longer texts are compiled by their like terms, where they are a scalar.
_LONG: Final = 10_000
_KINDS: Final = {"matrix": "a matrix", "logic": "a condition", "boolean": "a truth value", "set": "a set"}


class Wish(NamedTuple):
    """The options, as typed."""

    start: str | None
    minimise: bool
    damped: bool
    tolerance: float | None
    max_steps: int | None
    compare: bool
    bracket: str | None
    starts: int | None
    seed: int
    jsonl: bool
    plot: bool
    over: str | None
    y_range: str | None
    size: str | None

    @property
    def stop(self) -> Stop:
        """When a search ends."""
        from mvcalc_cli.numeric.roots.trace import Stop

        return Stop(self.tolerance or TOLERANCE, self.max_steps or MAX_STEPS)

    def check(self) -> None:
        """Refuse what does not go together; raises InputError."""
        if self.tolerance is not None and not 1e-15 <= self.tolerance < 1:
            raise InputError("--tolerance is a small positive number, 1e-15 at least", hint="--tolerance 1e-9")
        if self.compare and self.minimise:
            raise InputError("--compare looks for roots, not for minima", hint="leave one of them out")
        if self.bracket is not None and not self.compare:
            raise InputError("--bracket is where bisection begins", hint="add --compare")
        if self.starts is not None and (self.compare or self.jsonl):
            other = "--compare" if self.compare else "--jsonl"
            raise InputError(f"--starts and {other} do not go together", hint="leave one of them out")
        if self.starts is not None and self.plot:
            raise InputError("--plot draws one search, and --starts makes many", hint="leave one of them out")


class Single(NamedTuple):
    """One equation for one unknown.

    Attributes:
        typed: As typed, --let put in: an expression, or an equation.
        tree: The f of f = 0.
        name: The unknown.
        text: What was typed.
    """

    typed: Tree
    tree: Tree
    name: str
    text: str


class Question(NamedTuple):
    """What is to be solved.

    Attributes:
        texts: As typed.
        equations: The f of each f = 0, `--let` not put in; () where a long text is one scalar function.
        single: The only equation, if it has one unknown; None of a long text, which is compiled instead.
    """

    texts: tuple[str, ...]
    equations: tuple[Tree, ...]
    single: Single | None


def read_equations(reader: Reader, texts: tuple[str, ...], wish: Wish) -> Question:
    """Read the equations.

    Raises:
        InputError: For an inequality, a matrix, an equation to be minimised, or where there is no unknown.
    """
    from mvcalc_cli.commands.files import argument_text

    typed = tuple(argument_text(text, "EXPR", reader.longest) for text in texts)
    if len(typed) == 1 and wish.minimise and len(typed[0]) > _LONG:
        return Question(typed, (), None)
    parts = [part for text in typed for part in _parts(reader, text, wish)]
    single = _single(reader, parts[0], typed[0]) if len(parts) == 1 and len(typed[0]) <= _LONG else None
    from mvcalc_cli.numeric.roots.equation import as_zero

    return Question(typed, tuple(as_zero(part) for part in parts), single)


def _parts(reader: Reader, text: str, wish: Wish) -> list[Tree]:
    """The equations of one argument: itself, or the entries of a vector."""
    from mvcalc_cli.calculus.lower import lower

    tree = reader.unbound(text)
    opened = lower(tree) if len(text) <= _LONG else tree
    parts = list(opened.args) if opened.kind == "vector" else [tree]
    for part in parts:
        kind = opened.kind if part is tree else part.kind
        place = reader.place(part, text)
        if part.kind == "relation" and part.value != "=":
            word = "≠" if part.value == "!=" else "an inequality"
            raise InputError(
                f"newton solves equations, and this is {word}",
                hint="write = in its place; mvcalc solve answers inequalities",
                place=place,
            )
        if kind in _KINDS:
            raise InputError(f"newton needs equations, and this is {_KINDS[kind]}", place=place)
        if part.kind == "relation" and wish.minimise:
            raise InputError("--minimise needs an expression, and this is an equation", place=place)
    if wish.minimise and len(parts) > 1:
        raise InputError("--minimise lowers one expression", hint="the sum of their squares, say: 'x^2 + y^2'")
    return parts


def _single(reader: Reader, part: Tree, text: str) -> Single | None:
    """The equation, if it has one unknown that is a number."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.language.tree import postorder, variables
    from mvcalc_cli.numeric.roots.equation import as_zero

    tree = reader.substituted(part)
    names = variables(tree)
    if not names:
        raise InputError("there is no unknown here", hint="write one, as in 'x^2 = 2'", place=reader.place(part, text))
    if len(names) > 1 or any(node.kind == "component" for node in postorder(tree)):
        return None
    if any(node.kind == "indexed" and names[0] in _read_as_vector(node) for node in postorder(tree)):
        return None
    return Single(tree, lower(as_zero(tree)), names[0], text)


def _read_as_vector(indexed: Tree) -> set[str]:
    """The names that an indexed sum reads by its index: x of x[i]."""
    from mvcalc_cli.language.tree import postorder

    return {str(node.args[0].value) for node in postorder(indexed) if node.kind == "component" and node.args[0].value}


def tried(reader: Reader, message: str, hint: str) -> None:
    """Where nobody sees the screen's verdict, the reason stands on stderr."""
    if reader.output.format in {"plain", "latex", "python"}:
        reader.note(f"{message}; {hint}" if hint else message)
