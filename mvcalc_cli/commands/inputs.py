"""What a command reads with: expressions, points and names as typed, from files, or from the lines of stdin."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from mvcalc_cli.commands.files import argument_text
from mvcalc_cli.commands.number_files import is_matrix, is_number_file, point_text, read_array, read_numbers, size_of
from mvcalc_cli.errors import FileError, InputError, Place
from mvcalc_cli.language.names import CONSTANTS, SPELLINGS, is_name
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.points import parse_names, parse_point
from mvcalc_cli.language.tree import Tree, component_name, fold, number, postorder, substitute, variable, vector

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mvcalc_cli.commands.options import Shared
    from mvcalc_cli.commands.streams import Streams
    from mvcalc_cli.render.output import Output

LONGEST: Final = 10_000
LONGEST_NUMERIC: Final = 32_000_000  # a written-out sum of 100,000 terms is 4 MB


class Reader:
    """Reads a command's arguments under the shared options, and collects notes about guesses.

    Attributes:
        kinds: What `--vars` declares: name -> "real", "positive", "integer", "complex".
        check: Whether answers are to be checked with numbers.
        digits: Decimals asked for, or None.
        complex: Whether values may be complex.
        output: How the answer will be shown.
        save: The file that --save names, or None.
        force: Whether files may be written over.
        inputs: The command's own arguments and options as typed, for `Report.inputs`.
        line: In a batch, the line of stdin that is read.
        notes: What was guessed so far, each once.
        errors: How stderr shows things; None where nobody will see it.
        streams: The streams of the process and its environment, for commands that talk with a person; None in the
            worker, which has none.
        stdin: Standard input as a whole, for a command that takes data from it; None where it is closed.
        arrays: The vectors, and rows of matrices, that --let y=@FILE.csv (.npy, .json) binds.
    """

    def __init__(
        self,
        shared: Shared,
        output: Output,
        inputs: Mapping[str, object] | None = None,
        *,
        longest: int = LONGEST,
        show: Callable[[str, str], None] | None = None,
        errors: Output | None = None,
        streams: Streams | None = None,
    ) -> None:
        self.streams = streams
        self.check = shared.check
        self.digits = shared.digits
        self.complex = shared.complex
        self.output = output
        self.save = shared.save
        self.force = shared.force
        self.inputs: dict[str, object] = dict(inputs or {})
        self.line = output.line
        self.notes: list[str] = []
        self.errors = errors
        self.stdin: BinaryIO | None = None
        self._show = show
        self._longest = longest
        self._trees: dict[tuple[str, str], Tree] = {}
        self._texts: dict[int, tuple[Tree, str]] = {}  # the Tree is kept, so that its id stays its own
        self.kinds = self._declared(shared.vars)
        self._names = {**self.kinds}
        self.arrays: dict[str, Sequence[Any]] = {}
        self._bound = self._bindings(shared.let)

    def expression(self, text: str, argument: str = "EXPR") -> Tree:
        """The Tree of an expression: `@FILE` read, declared names known, `--let` put in.

        Raises:
            ParseError: Where the text is no expression.
            FileError: If `@FILE` cannot be read.
        """
        return self.substituted(self._parsed(text, argument))

    def read_with(self, text: str, names: Mapping[str, str], argument: str) -> Tree:
        """The Tree of an expression in which further names, the columns of a table, are known; `--let` is put in.

        Raises:
            ParseError: Where the text is no expression.
        """
        known = {**names, **self._names}
        found = parse(text, names=known, argument=argument, line=self.line, max_length=self._longest)
        for note in found.notes:
            self.note(note.message)
        return self.substituted(found.tree)

    def know(self, names: Sequence[str]) -> None:
        """From now on these are names, whatever they look like."""
        self._names = {**dict.fromkeys(names, "real"), **self._names}

    def unbound(self, text: str, argument: str = "EXPR") -> Tree:
        """The Tree of an expression as it was typed: `--let` is not put in."""
        return self._parsed(text, argument)

    def substituted(self, tree: Tree) -> Tree:
        """The Tree with what `--let` binds put in."""
        bound = self._bound
        if self.arrays:
            used = {str(node.value) for node in postorder(tree) if node.kind == "variable"}
            rows = {variable(name): _constant(self.arrays[name]) for name in used & self.arrays.keys()}
            bound = {**bound, **rows}
        return substitute(tree, bound)

    @property
    def bindings(self) -> dict[str, Tree]:
        """What `--let` binds, but for the vectors that were read from files: see `arrays`."""
        return {str(name.value): tree for name, tree in self._bound.items()}

    @property
    def longest(self) -> int:
        """Characters that an argument may have."""
        return self._longest

    def typed(self, tree: Tree) -> str | None:
        """The text this very Tree (or the Tree it was made from by `--let`) was read from."""
        known = self._texts.get(id(tree))
        if known is not None:
            return known[1]
        for node in postorder(tree):
            if id(node) in self._texts:
                return self._texts[id(node)][1]
        return None

    text_of = typed

    def place(self, tree: Tree, text: str, argument: str | None = "EXPR") -> Place:
        """The place of a part in the text it was read from."""
        return Place(text, tree.start, tree.end, argument, self.line)

    def variables(self, text: str, argument: str = "--wrt") -> tuple[str, ...]:
        """Names in their order, doubles kept: "x,y,y" gives ("x", "y", "y"); also θ and x[3].

        Raises:
            InputError: For a part that is no name, with its place.
        """
        text = argument_text(text, argument, self._longest)
        return tuple(self._name(text, start, end, argument) for start, end in split_at_commas(text))

    names = variables

    def vector(self, text: str, argument: str = "--along") -> tuple[Tree, ...]:
        """The entries of "3,4" or "[3, 4]"."""
        text = argument_text(text, argument, self._longest)
        whole = text.strip()
        if whole.startswith("["):
            tree = self.expression(whole, argument)
            return tree.args if tree.kind == "vector" else (tree,)
        return tuple(self._entry(text, start, end, argument) for start, end in split_at_commas(text))

    def point(self, text: str, variables: Sequence[str], argument: str = "--at") -> dict[str, Tree]:
        """A value for each variable: "1,2" in their order, or "x=1, y=pi/2"; "@FILE.csv" (.json, .npy).

        Raises:
            InputError: If a name is missing, doubled or unknown.
            FileError: If a file of numbers cannot be read, or does not fit.
        """
        if is_number_file(text):
            return self._point_in(text[1:], variables, argument)
        text = argument_text(text, argument, self._longest)
        return parse_point(text, variables, names=self._names, argument=argument)

    def _point_in(self, path: str, variables: Sequence[str], argument: str) -> dict[str, Tree]:
        """The point of a file of numbers, exactly as its decimals say."""
        found = read_numbers(path)
        if is_matrix(found) and 1 not in (len(found), len(found[0])) and not _is_of(found, variables):
            raise FileError(f"{path}: the point is {size_of(found)}, and the variables are {', '.join(variables[:8])}")
        try:
            return parse_point(point_text(found), variables, names=self._names, argument=argument)
        except InputError as mistake:
            raise FileError(f"{path}: {mistake.message}", hint=mistake.hint) from mistake

    def stream(self, text: str) -> None:
        """Write on stdout at once, while the command still runs; raises NobodyListensError when nobody reads."""
        if self._show is not None:
            self._show("out", text)

    def live(self, text: str) -> None:
        """Write on stderr at once: a frame of an animation, progress."""
        if self._show is not None:
            self._show("err", text)

    @property
    def watched(self) -> bool:
        """Whether a person looks at stderr."""
        return self.errors is not None and self.errors.watched

    def note(self, message: str) -> None:
        """Tell the person something on stderr, once."""
        if message not in self.notes:
            self.notes.append(message)

    def _parsed(self, text: str, argument: str) -> Tree:
        text = argument_text(text, argument, self._longest)
        if (text, argument) not in self._trees:  # the same text is looked at twice where a command chooses how to work
            found = parse(text, names=self._names, argument=argument, line=self.line, max_length=self._longest)
            for note in found.notes:
                self.note(note.message)
            self._texts[id(found.tree)] = (found.tree, text)
            self._trees[text, argument] = found.tree
        return self._trees[text, argument]

    def _name(self, text: str, start: int, end: int, argument: str) -> str:
        """The variable at text[start:end]."""
        part = text[start:end]
        known = {**self._names, part: "real"} if is_name(part) else self._names
        place = Place(text, start, end, argument, self.line)
        if not part:
            raise InputError("the name of a variable is missing", place=place, hint=f"{argument} x,y")
        if part not in self._names and (part == "e" or part in CONSTANTS or part in SPELLINGS):
            kind = "function" if part in SPELLINGS else "constant"
            raise InputError(f"{part} is a {kind}", place=place, hint=f"--vars {part} makes it a variable")
        try:
            tree = parse(part, names=known, argument=argument).tree
        except InputError:
            tree = None
        if tree is not None and tree.kind == "variable":
            return str(tree.value)
        component = component_name(tree) if tree is not None and tree.kind == "component" else None
        if component is None:
            raise InputError(f"{part} is not the name of a variable", place=place, hint=f"{argument} x,y")
        return component

    def _entry(self, text: str, start: int, end: int, argument: str) -> Tree:
        if start == end:
            place = Place(text, start, end, argument, self.line)
            raise InputError("a number is missing", place=place, hint=f"{argument} 3,4")
        # Blanks in front keep the places of mistakes right.
        return self.expression(" " * start + text[start:end], argument)

    def _declared(self, text: str | None) -> dict[str, str]:
        return {} if text is None else parse_names(argument_text(text, "--vars", self._longest))

    def _bindings(self, lets: Sequence[str]) -> dict[Tree, Tree]:
        """Each bound variable -> its value, in which no bound variable is left."""
        split = [_binding(text) for text in lets]
        for name, _, _ in split:
            self._names.setdefault(name, "real")
        found: dict[Tree, Tree] = {}
        for name, value, text in split:
            if variable(name) in found or name in self.arrays:
                raise InputError(f"--let binds {name} twice", place=Place(text, 0, len(text), "--let"))
            if value.startswith("@") and is_number_file(value):
                self.arrays[name] = read_array(value[1:])
                continue
            tree = substitute(_placeless(self._parsed(value, "--let")), found)
            if any(node.kind == "variable" and node.value == name for node in postorder(tree)):
                raise InputError(f"--let defines {name} by itself", place=Place(text, 0, len(text), "--let"))
            found = {key: substitute(old, {variable(name): tree}) for key, old in found.items()}
            found[variable(name)] = tree
        return found


def _binding(text: str) -> tuple[str, str, str]:
    """`name = value` taken apart: the name, the value (blanks before it keep places right), the whole."""
    name, equals, value = text.partition("=")
    if not equals or not is_name(name.strip()):
        raise InputError(
            "--let needs a name, =, and a value",
            place=Place(text, 0, len(text), "--let"),
            hint="--let n=100 or --let 'x = cos(t)'",
        )
    value = value.strip() if value.strip().startswith("@") else " " * (len(name) + 1) + value
    return name.strip(), value, text


def _is_of(found: Sequence[Any], variables: Sequence[str]) -> bool:
    """Are the variables the entries of a matrix of this size?"""
    places = [f"[{i},{j}]" for i in range(1, len(found) + 1) for j in range(1, len(found[0]) + 1)]
    return [name[name.find("[") :] for name in variables] == places and len({n.split("[")[0] for n in variables}) == 1


def _constant(values: Sequence[Any]) -> Tree:
    """A vector or a matrix of exact numbers."""
    return Tree("matrix", None, tuple(map(_row, values))) if is_matrix(values) else _row(values)


def _row(values: Sequence[float]) -> Tree:
    """A vector of exact numbers."""
    return vector(*(number(Fraction(float(value))) for value in values))


def _placeless(tree: Tree) -> Tree:
    """The same Tree without places: they would point into the text of --let, not of the expression."""
    return fold(tree, lambda node, args: Tree(node.kind, node.value, tuple(args)))


def split_at_commas(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands between the commas that are in no brackets, blanks left out."""
    cuts, depth = [-1], 0
    for place, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            cuts.append(place)
    cuts.append(len(text))
    return [_stripped(text, start + 1, end) for start, end in pairwise(cuts)]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()) if inside.strip() else start, start + len(inside.rstrip())
