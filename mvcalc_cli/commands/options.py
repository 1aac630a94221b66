"""The words of the command line: how a parameter is declared, and the parameters that commands share.

A command declares its parameters as it would for Typer, `Annotated[int, Option("--order", "-n", …)]`, with the
light `Option` and `Argument` of this module in Typer's place: help, completion and mistakes on the command line
can then be told without the 50 ms of Typer. `application.py` turns them into Typer's own for the command that runs.
"""

from __future__ import annotations

from typing import Annotated, Final


class Option:
    """How an option is written, and what its help says.

    Args:
        names: "--wrt", "-w"; the pair "--check/--no-check" for a flag that can be denied.
        metavar: What stands for the value in help; none for a flag.
        help: A few words, without a full stop.
        minimum: The least number allowed.
        maximum: The greatest number allowed.
        complete: What completes its value: "variables", "point", "declare", "file", or the words themselves.
        default: What help says after "default: ", where the value itself does not say it.
        group: The set of shared options it belongs to; own options of a command have none.
        setting: The name a variable MVCALC_… and the configuration file have for it; "" where they may not set it.
        several: Whether all that follows it, up to the next option, are its values: --compare line exp.
    """

    __slots__ = (
        "complete", "default", "group", "help", "maximum", "metavar", "minimum", "names", "setting", "several",
    )  # fmt: skip

    def __init__(
        self,
        *names: str,
        metavar: str = "",
        help: str = "",  # noqa: A002 - Typer's own word
        minimum: int | None = None,
        maximum: int | None = None,
        complete: str | tuple[str, ...] = "",
        default: str = "",
        group: str = "",
        setting: str = "",
        several: bool = False,
    ) -> None:
        self.names = names
        self.metavar = metavar
        self.help = help
        self.minimum = minimum
        self.maximum = maximum
        self.complete = complete
        self.default = default
        self.group = group
        self.setting = setting
        self.several = several


class Argument:
    """A positional argument: its name in help, and what it is.

    Args:
        metavar: "EXPR".
        help: A few words, without a full stop.
        lines: Whether `-` in its place reads one line of standard input after the other.
        stream: Whether `-` in its place hands standard input over as a whole.
        complete: As for `Option`; "command" for the name of a command.
    """

    __slots__ = ("complete", "help", "lines", "metavar", "stream")

    def __init__(
        self,
        metavar: str,
        *,
        help: str = "",  # noqa: A002 - Typer's own word
        lines: bool = False,
        stream: bool = False,
        complete: str | tuple[str, ...] = "",
    ) -> None:
        self.metavar = metavar
        self.help = help
        self.lines = lines
        self.stream = stream
        self.complete = complete


Expr = Annotated[str, Argument("EXPR", help="the expression", lines=True)]
Exprs = Annotated[tuple[str, ...], Argument("EXPR", help="one expression or several", lines=True)]

Wrt = Annotated[
    str | None,
    Option("--wrt", "-w", metavar="VARS", help="variables, in order", default="all", complete="variables"),
]
At = Annotated[str | None, Option("--at", metavar="POINT", help="evaluate there: 1,2 or x=1,y=pi/2", complete="point")]
Along = Annotated[str | None, Option("--along", metavar="VECTOR", help="derivative in this direction: 3,4")]
Steps = Annotated[bool, Option("--steps", help="show the rules and their results")]
Simplify = Annotated[bool, Option("--simplify", help="look for a shorter form, and show both")]
Variable = Annotated[
    str | None, Option("--for", metavar="VAR", help="the unknown", default="the only one", complete="variables")
]

Draw = Annotated[bool, Option("--plot", help="draw a picture too")]
Over = Annotated[
    str | None,
    Option("--over", metavar="RANGES", help="range or box: x=-3..3 or x=-3..3,y=-2..2", complete="point"),
]
Window = Annotated[
    str | None,
    Option("--over", metavar="RANGES", help="the part to draw: x=-3..3,y=-2..2", default="chosen", complete="point"),
]
YRange = Annotated[str | None, Option("--y-range", metavar="A..B", help="what the vertical axis shows: -2..2")]
Size = Annotated[str | None, Option("--size", metavar="WxH", help="columns and rows of the picture: 80x24")]

From = Annotated[
    str | None,
    Option("--from", metavar="POINT", help="the start: 1,2 or x=1,y=2 or @point.csv", complete="point"),
]
Numeric = Annotated[bool, Option("--numeric", help="numbers at --at alone, for thousands of variables")]
Tolerance = Annotated[float | None, Option("--tolerance", metavar="SIZE", help="when it is near enough")]
MaxSteps = Annotated[int | None, Option("--max-steps", metavar="N", help="when to give up", minimum=1)]
Rate = Annotated[float | None, Option("--rate", metavar="ALPHA", help="a fixed rate of descent", default="chosen")]
Seed = Annotated[int, Option("--seed", metavar="N", help="of what is drawn at random", minimum=0)]
Bounds = Annotated[
    str | None,
    Option("--bounds", metavar="RANGES", help="keep within: x=0..1,y=0..oo", complete="point"),
]

OUTPUT: Final = "Output"
READING: Final = "Reading"
LIMITS: Final = "Limits"


class Shared:
    """The options that every command has; after parsing, an instance holds their values."""

    __slots__ = ("__dict__",)

    plain: Annotated[
        bool, Option("--plain", help="one plain line a result, as in a pipe", group=OUTPUT, setting="plain")
    ] = False
    json: Annotated[bool, Option("--json", help="one JSON object", group=OUTPUT, setting="json")] = False
    latex: Annotated[bool, Option("--latex", help="the answer in LaTeX", group=OUTPUT, setting="latex")] = False
    python: Annotated[
        bool, Option("--python", help="the answer as a NumPy function", group=OUTPUT, setting="python")
    ] = False
    screen: Annotated[
        bool, Option("--screen", help="the terminal's screen, in a pipe too", group=OUTPUT, setting="screen")
    ] = False
    save: Annotated[
        str | None,
        Option(
            "--save",
            metavar="FILE",
            help="as .svg .png .html .tex .py .json .csv .npy .txt",
            complete="file",
            group=OUTPUT,
        ),
    ] = None
    force: Annotated[bool, Option("--force", help="let --save write over a file", group=OUTPUT)] = False
    quiet: Annotated[bool, Option("--quiet", "-q", help="the answer alone", group=OUTPUT, setting="quiet")] = False
    verbose: Annotated[
        bool, Option("--verbose", "-v", help="how it was found and checked", group=OUTPUT, setting="verbose")
    ] = False
    digits: Annotated[
        int | None,
        Option(
            "--digits",
            metavar="N",
            help="decimals of shown numbers; eval: digits",
            minimum=1,
            maximum=10_000,
            group=OUTPUT,
            setting="digits",
        ),
    ] = None
    ascii: Annotated[bool, Option("--ascii", help="write mathematics in ASCII", group=OUTPUT, setting="ascii")] = False
    color: Annotated[
        bool | None,
        Option("--color/--no-color", help="colours", default="on a terminal", group=OUTPUT, setting="color"),
    ] = None
    next_line: Annotated[
        bool, Option("--next/--no-next", help="the line of what to try next", group=OUTPUT, setting="hints")
    ] = True
    debug: Annotated[
        bool, Option("--debug", help="show the traceback of an internal error", group=OUTPUT, setting="debug")
    ] = False
    vars: Annotated[
        str | None,
        Option(
            "--vars",
            metavar="NAMES",
            help="declare names: x:positive,n:integer,xy",
            complete="declare",
            group=READING,
            setting="vars",
        ),
    ] = None
    let: Annotated[
        tuple[str, ...],
        Option(
            "--let", metavar="NAME=VALUE", help="put a value in: n=100, y=@file, 'x = cos(t)'", group=READING,
        ),
    ] = ()  # fmt: skip
    complex: Annotated[bool, Option("--complex", help="work with complex values", group=READING, setting="complex")] = (
        False
    )
    check: Annotated[
        bool,
        Option("--check/--no-check", help="check the answer with numbers", default="on", group=LIMITS, setting="check"),
    ] = True
    timeout: Annotated[
        float | None,
        Option(
            "--timeout",
            metavar="SECONDS",
            help="how long it may take",
            minimum=0,
            default="10",
            group=LIMITS,
            setting="timeout",
        ),
    ] = None
    memory: Annotated[
        str | None,
        Option("--memory", metavar="SIZE", help="how much it may take", default="2G", group=LIMITS, setting="memory"),
    ] = None

    def __init__(self, values: dict[str, object]) -> None:
        self.__dict__.update(values)
