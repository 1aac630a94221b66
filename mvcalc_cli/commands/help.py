"""The help pages: examples first, then options, in the columns of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.commands.options import LIMITS, OUTPUT, READING
from mvcalc_cli.commands.registry import COMMANDS, FAMILIES, Command, groups, members
from mvcalc_cli.commands.signature import Parameter, own_parameters, shared_parameters

_BOLD: Final = "\x1b[1m"
_CYAN: Final = "\x1b[36m"
_GREY: Final = "\x1b[90m"
_PLAIN: Final = "\x1b[0m"
_MARGIN: Final = 2
_PROSE: Final = 80  # columns of text that reads well
_WIDEST: Final = 120  # what a command line and its meaning may take
_LEAST_ROOM: Final = 24  # columns for the words beside an option


class Row(NamedTuple):
    """One row of help: what is typed, what it means, what stands at the right edge.

    Attributes:
        left: The left column; alone, a text that may wrap.
        middle: Beside it.
        right: At the right edge.
        color: The colour of the left column.
        column: Where the middle begins.
    """

    left: str = ""
    middle: str = ""
    right: str = ""
    color: str = ""
    column: int = 0


class Examples(NamedTuple):
    """Command lines with what they mean, in one column as far as the terminal is wide enough."""

    pairs: tuple[tuple[str, str], ...]


class Options(NamedTuple):
    """The rows of options: all beside their meaning, or all above it."""

    rows: tuple[Row, ...]


class Page(NamedTuple):
    """A help page, before it meets a terminal."""

    rows: tuple[Row | Examples | Options, ...]

    def text(self, *, width: int = 80, color: bool = False, ascii: bool = False) -> str:
        """The page for a terminal of so many columns."""
        text = "".join(f"{line}\n" for row in self.rows for line in _shown(row, width, color))
        if ascii:
            from mvcalc_cli.render.transliterate import to_ascii

            text = to_ascii(text)
        return text


def program_help() -> Page:
    """`mvcalc --help`: what it is for, what to type first, and which commands there are."""
    rows: list[Row | Examples | Options] = [
        Row(),
        Row("mvcalc — multivariate calculus in your terminal", color=_BOLD),
        Row(),
    ]
    rows += [Examples(_FIRST), Row()]
    for group, commands in groups().items():
        listed = dict.fromkeys(command.name.split()[0] for command in commands)
        rows.append(Row(group, "  ".join(listed), color=_BOLD, column=15))
    rows += [
        Row(),
        Row("Output", "--json  --latex  --python  --plain  --save FILE  -q  -v", color=_BOLD, column=15),
        Row("Input", "- reads stdin, @file reads a file, -x^2 needs no escaping", color=_BOLD, column=15),
        Row(),
        Row("mvcalc COMMAND --help for the options and more examples"),
    ]
    return Page(tuple(rows))


_FIRST: Final = (
    ("mvcalc diff 'x^2 sin(3x)' --steps", "a derivative, rule by rule"),
    ("mvcalc grad 'x^2 y + sin(x y)' --at 1,2", "a gradient at a point"),
    ("mvcalc jacobian 'r cos(t)' 'r sin(t)'", "a Jacobian, and its determinant"),
    ("mvcalc hessian 'x^3 - 3x + y^2' --at 1,0", "is it a minimum?"),
    ("mvcalc equal '(x+1)^2' 'x^2 + 2x + 1'", "a check, for a script too"),
)


def family_help(family: str) -> Page:
    """`mvcalc quiz`: the commands whose first word it is."""
    listed = members(family)
    column = max((len(command.name) for command in listed), default=0) + len("mvcalc ") + 3
    rows: list[Row | Examples | Options] = [Row(), Row(FAMILIES[family]), Row()]
    rows += [Row(f"mvcalc {one.name}", one.summary, color=_CYAN, column=column) for one in listed]
    return Page((*rows, Row(), Row(f"mvcalc {family} VERB --help for the options and examples")))


def command_help(command: Command) -> Page:
    """`mvcalc COMMAND --help`: examples, usage, its own options, and where the shared ones are."""
    parameters = own_parameters(command.load())
    shared = shared_parameters(command.engine != "none")
    rows: list[Row | Examples | Options] = [Row(), Row(command.summary), Row(), Examples(command.examples), Row()]
    arguments = [_usage(one) for one in parameters if one.option is None]
    rows.append(Row("Usage", " ".join(("mvcalc", command.name, "[OPTIONS]", *arguments)), color=_BOLD, column=8))
    own = [one for one in parameters if one.option is not None]
    if own:
        rows += [Row(), _options(own)]
    rows.append(Row())
    rows += [Row(group, _names(listed), color=_BOLD, column=10) for group, listed in _grouped(shared)]
    rows.append(Row("", "what they mean: mvcalc help options", column=10))
    if command.see_also:
        known = ", ".join(f"mvcalc {name}" for name in command.see_also if name in COMMANDS)
        rows += [Row(), Row("See also", known, color=_BOLD, column=10)]
    return Page(tuple(rows))


def options_help() -> Page:
    """`mvcalc help options`: the options that every command has."""
    rows: list[Row | Examples | Options] = [Row(), Row("Options that every command has.")]
    for group, listed in _grouped(shared_parameters(True)):
        rows += [Row(), Row(group, color=_BOLD), _options(listed)]
    rows += [Row(), *(Row(text) for text in _SETTINGS)]
    return Page(tuple(rows))


_SETTINGS: Final = (
    "Most of them may be set for good: MVCALC_DIGITS=8 in the environment, or digits = 8 under [defaults] in "
    "~/.config/mvcalc/config.toml. Flags win over variables, variables over the file.",
    "--save writes a file beside the answer. In a pipe a plot that is saved prints nothing; --plain prints its points.",
    "NO_COLOR, FORCE_COLOR, TERM=dumb and COLUMNS are heeded.",
    "Exit codes: 0 done, 1 the answer is no, 2 not understood, 3 undefined there, 4 a file, 5 a limit, 130 Ctrl+C.",
)


def _grouped(shared: Iterable[Parameter]) -> list[tuple[str, list[Parameter]]]:
    listed = list(shared)
    grouped = [(group, [one for one in listed if one.option and one.option.group == group]) for group in _GROUPS]
    return [(group, members) for group, members in grouped if members]


_GROUPS: Final = (OUTPUT, READING, LIMITS)


def _names(parameters: Iterable[Parameter]) -> str:
    """--json --save FILE -q: the shortest spelling of each; what is for special occasions is left to its own page."""
    shown = []
    for one in parameters:
        option = one.option
        assert option is not None
        if one.name not in _RARE:
            name = min((names.split("/")[-1] for names in option.names), key=len)
            shown.append(f"{name} {option.metavar}".strip())
    return " ".join(shown)


_RARE: Final = frozenset(("force", "debug", "next_line", "screen", "digits", "ascii", "color"))


def _usage(parameter: Parameter) -> str:
    title = f"{parameter.title}…" if parameter.many else parameter.title
    return title if parameter.default is not None and parameter.default != () else f"[{title}]"


def _options(parameters: Iterable[Parameter]) -> Options:
    """A row for each: short and long name, value, help, default."""
    listed = [(_spelled(one), one) for one in parameters]
    column = max(len(spelled) for spelled, _ in listed) + 2
    return Options(tuple(Row(spelled, _meaning(one), _default(one), _CYAN, column) for spelled, one in listed))


def _spelled(parameter: Parameter) -> str:
    """`-w, --wrt VARS`; long names stand under one another."""
    option = parameter.option
    assert option is not None
    long = next(name for name in option.names if name.startswith("--"))
    short = next((name for name in option.names if not name.startswith("--")), "")
    value = "" if parameter.is_flag else " " + (option.metavar or parameter.kind.__name__.upper())
    return f"{short}, {long}{value}" if short else f"    {long}{value}"


def _meaning(parameter: Parameter) -> str:
    option = parameter.option
    assert option is not None
    return f"{option.help}: {', '.join(parameter.choices)}" if parameter.choices else option.help


def _default(parameter: Parameter) -> str:
    option = parameter.option
    assert option is not None
    shown = option.default
    if not shown and isinstance(parameter.default, (int, float, str)) and not parameter.is_flag:
        shown = str(parameter.default)
    return f"(default: {shown})" if shown else ""


def _shown(part: Row | Examples | Options, width: int, color: bool) -> list[str]:
    """The lines of a part; prose and options stay within 80 columns, which read better."""
    narrow = min(width, _PROSE)
    if isinstance(part, Examples):
        return _example_lines(part.pairs, min(width, _WIDEST), color)
    if isinstance(part, Row):
        return _lines(part, narrow, color)
    if any(_MARGIN + row.column + _LEAST_ROOM > width for row in part.rows):
        rows = [row._replace(left=row.left.strip(), column=width) for row in part.rows]
        return [line for row in rows for line in _stacked(row, " " * min(_MARGIN, width // 20), width, color)]
    return [line for row in part.rows for line in _lines(row, _enough(row, narrow, width), color)]


def _enough(row: Row, narrow: int, width: int) -> int:
    """The narrow page, or a wider one for a row that needs it."""
    needed = _MARGIN + row.column + len(row.middle) + 2 + len(row.right)
    return needed if narrow < needed <= min(width, _WIDEST) else narrow


def _example_lines(pairs: Sequence[tuple[str, str]], width: int, color: bool) -> list[str]:
    """Meanings beside their command lines, in one column where they fit; a longer line has its own beside or below."""
    column = _example_column(pairs, width - _MARGIN)
    found = []
    for line, meaning in pairs:
        beside = column if len(line) + 2 <= column else len(line) + 2
        # A column that is too wide for the room puts the meaning below.
        fits = _MARGIN + beside + len(meaning) <= width
        found += _lines(Row(line, meaning, color=_CYAN, column=beside if fits else width), width, color)
    return found


def _example_column(pairs: Sequence[tuple[str, str]], room: int) -> int:
    """The widest column beside which every meaning of the lines that are left of it fits; 0 where there is none."""
    for length in sorted({len(line) for line, _ in pairs}, reverse=True):
        for gap in (4, 3, 2):
            column = length + gap
            if all(column + len(meaning) <= room for line, meaning in pairs if len(line) + 2 <= column):
                return column
    return 0


def _lines(row: Row, width: int, color: bool) -> list[str]:
    """The row in so many columns: side by side where it fits, else one under the other."""
    margin = " " * min(_MARGIN, width // 20)
    if not row.middle:
        return [
            (margin + _painted(part, row.color, color)).rstrip() for part in _wrapped(row.left, width - len(margin))
        ]
    beside = row.middle + (f"  {row.right}" if row.right else "")
    left = row.left.ljust(row.column)
    if len(margin) + len(left) + len(beside) > width:
        return _stacked(row, margin, width, color)
    space = width - len(margin) - len(left) - len(row.middle) - len(row.right)
    line = margin + _painted(row.left, row.color, color) + left[len(row.left) :] + row.middle
    return [line + " " * space + _painted(row.right, _GREY, color) if row.right else line]


def _stacked(row: Row, margin: str, width: int, color: bool) -> list[str]:
    """The left column, then the rest beside it where words fit, or beneath it."""
    rest = row.middle + (f"  {row.right}" if row.right else "")
    room = width - len(margin) - row.column
    if room >= _LEAST_ROOM:
        first, *others = _wrapped(rest, room)
        head = margin + _painted(row.left, row.color, color) + " " * (row.column - len(row.left)) + first
        return [head, *(margin + " " * row.column + part for part in others)]
    inner = margin + margin
    lines = [margin + _painted(part, row.color, color) for part in _wrapped(row.left, width - len(margin))]
    return lines + [inner + part for part in _wrapped(rest, width - len(inner))]


def _wrapped(text: str, width: int) -> list[str]:
    """Broken at spaces; a word that is wider stays whole."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += (" " if lines[-1] else "") + word
    return [line.rstrip() for line in lines]


def _painted(text: str, color: str, wanted: bool) -> str:
    return f"{color}{text}{_PLAIN}" if wanted and color and text else text
