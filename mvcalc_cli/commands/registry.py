"""The table of commands. A module is imported only when its command is asked for.

To add a command: one row here, and a module `commands/<name>.py` with one function

    def report(reader: Reader, expr: Expr, *, wrt: Wrt = None, …) -> Report

whose parameters after the reader are the command's arguments and options (`options.py`). The options that all
commands share are added by the framework. At module level a command imports `typing` and `options` alone, so that
help, completion and mistakes on the command line stay fast; what it works with it imports inside its functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, Literal, NamedTuple

Engine = Literal["none", "calculus", "numeric", "algebra"]
Group = Literal["Differentiate", "Approximate", "Optimise", "Learn", "See", "Evaluate", "Algebra", "Practise", "Tools"]


class Command(NamedTuple):
    """One command.

    Attributes:
        name: What is typed: one word, or two of a family such as "quiz run".
        group: Where help lists it.
        engine: What the worker makes ready before the command runs; "none" runs without a worker.
        summary: One sentence.
        examples: Command lines with what they mean; the first is shown in mistakes too.
        see_also: Commands beside it.
        algebra_options: Its options that need SymPy.
        plain_options: Its options that need no engine, though the command has one.
        numeric_options: Its options that need NumPy, and have all the time they take.
        parent_options: Its options that start processes of their own, and so run outside of the worker.
        ahead: Modules that it always needs, and that the worker imports while the command line is read.
        grows: Whether several expressions, a vector or a file need NumPy too: systems of any size.
    """

    name: str
    group: Group
    engine: Engine
    summary: str
    examples: tuple[tuple[str, str], ...]
    see_also: tuple[str, ...] = ()
    algebra_options: tuple[str, ...] = ()
    plain_options: tuple[str, ...] = ()
    numeric_options: tuple[str, ...] = ()
    parent_options: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    grows: bool = False

    @property
    def takes_long_texts(self) -> bool:
        """Whether its expressions may have thousands of terms."""
        return self.engine == "numeric" or bool(self.numeric_options)

    def load(self) -> Callable[..., object]:
        """Import the command's module; its `report` function."""
        module = self.name.replace(" ", "_").replace("-", "_")
        function: Callable[..., object] = import_module(f"mvcalc_cli.commands.{module}").report
        return function


_TABLE: Final = (
    Command(
        "diff", "Differentiate", "calculus", "Differentiate an expression, exactly.",
        (
            ("mvcalc diff 'x^2 sin(3x)'", "d/dx"),
            ("mvcalc diff 'x^2 y' --wrt y --at 1,2", "∂/∂y, and its value at (1, 2)"),
            ("mvcalc diff 'x^2 y^3' --wrt x,y,y", "mixed: ∂³/∂x∂y²"),
            ("mvcalc diff 'x^2 + y^2 = 1' --wrt x --of y", "implicit: dy/dx on a curve"),
            ("mvcalc diff 'x^x' --steps", "every rule used"),
            ("mvcalc diff 'x y' --sigma x=0.1,y=0.2 --at 2,3", "error propagation: 6.00 ± 0.50"),
            ("echo 'exp(-x^2)' | mvcalc diff -", "from a pipe, one per line"),
        ),
        see_also=("grad", "jacobian", "hessian", "simplify"), algebra_options=("simplify",),
    ),
    Command(
        "slope", "Differentiate", "calculus", "Rise over run as the run shrinks: how a derivative comes about.",
        (
            ("mvcalc slope 'x^3' --at 2", "slopes, limit and tangent line"),
            ("mvcalc slope 'sin(x)' --at 1 --kind central", "both sides: more accurate"),
            ("mvcalc slope 'exp(x)' --at 0 --points 17", "until rounding takes over"),
            ("mvcalc slope 'x^2' --at 1 --plot", "secants become the tangent"),
        ),
        see_also=("diff", "plot", "limit"),
    ),
    Command(
        "grad", "Differentiate", "calculus", "The gradient: all partial derivatives of a function.",
        (
            ("mvcalc grad 'x^2 y + sin(x y)'", "∂f/∂x and ∂f/∂y"),
            ("mvcalc grad 'x^2 y + sin(x y)' --at 1,2", "with their values at (1, 2)"),
            ("mvcalc grad 'x^2 y' --at 1,2 --along 3,4", "directional derivative"),
            ("mvcalc grad 'sum(x[i]^4, i=1..n)' --let n=9000 --at x=2", "numbers"),
        ),
        see_also=("diff", "jacobian", "hessian"), numeric_options=("numeric",),
    ),
    Command(
        "jacobian", "Differentiate", "calculus", "The Jacobian matrix of several functions, and its determinant.",
        (
            ("mvcalc jacobian 'r cos(t)' 'r sin(t)'", "polar coordinates: det J = r"),
            ("mvcalc jacobian '[x y, x + y]' --at 1,2", "a vector, and its values at (1, 2)"),
            ("mvcalc jacobian 'x^2 y' 'y z' --wrt x,y,z", "in this order"),
            ("mvcalc jacobian 'x^2 y' 'y z' --at 1,2,3 --numeric", "numbers alone"),
        ),
        see_also=("grad", "hessian"), numeric_options=("numeric",),
    ),
    Command(
        "hessian", "Differentiate", "calculus", "The Hessian: all second derivatives of a function.",
        (
            ("mvcalc hessian 'x^3 - 3x + y^2'", "the matrix"),
            ("mvcalc hessian 'x^3 - 3x + y^2' --at 1,0", "minimum, maximum or saddle?"),
            ("mvcalc hessian 'sum(x[i]^4, i=1..n)' --let n=9000 --at x=2", "its entries"),
        ),
        see_also=("grad", "jacobian", "critical"), numeric_options=("numeric",),
    ),
    Command(
        "div", "Differentiate", "calculus", "The divergence of a vector field: its sources and sinks.",
        (
            ("mvcalc div '[x^2, x y]'", "∂F₁/∂x + ∂F₂/∂y"),
            ("mvcalc div 'x y' 'y z' 'z x' --at 1,2,3", "and its value at a point"),
        ),
        see_also=("curl", "laplacian", "jacobian"),
    ),
    Command(
        "curl", "Differentiate", "calculus", "The curl of a vector field: how it turns.",
        (
            ("mvcalc curl '[-y, x, z]'", "(0, 0, 2): it turns about the z-axis"),
            ("mvcalc curl '[-y, x]'", "in the plane: one number"),
        ),
        see_also=("div", "grad"),
    ),
    Command(
        "laplacian", "Differentiate", "calculus", "The Laplacian: the sum of the second derivatives.",
        (
            ("mvcalc laplacian 'x^2 y + y^3'", "∂²f/∂x² + ∂²f/∂y²"),
            ("mvcalc laplacian 'log(x^2 + y^2)'", "0: harmonic"),
        ),
        see_also=("hessian", "div"),
    ),
    Command(
        "integrate", "Approximate", "algebra", "Integrate: antiderivatives, areas, several variables, Riemann sums.",
        (
            ("mvcalc integrate 'x e^x'", "an antiderivative"),
            ("mvcalc integrate 'x e^x' --steps", "and how it is found"),
            ("mvcalc integrate '|sin(x)|' --over x=0..3pi", "between two ends: 6"),
            ("mvcalc integrate 'e^(-x^2)' --over x=0..oo", "improper"),
            ("mvcalc integrate 'x y' --over x=0..1,y=0..x", "the outer range first"),
            ("mvcalc integrate 'x^2' --over x=0..1 --riemann 10", "a Riemann sum, its error"),
            ("mvcalc integrate 'sin(x^2)' --over x=0..1 --numeric", "by quadrature alone"),
        ),
        see_also=("diff", "limit", "taylor", "plot"), plain_options=("numeric",),
    ),
    Command(
        "taylor", "Approximate", "calculus", "The Taylor polynomial about a point, its error and a bound of it.",
        (
            ("mvcalc taylor 'sin(x)'", "about 0, order 5"),
            ("mvcalc taylor 'sin(x)' --at 1", "value, error and bound"),
            ("mvcalc taylor 'log(x)' --about 1 --order 3", "about another point"),
            ("mvcalc taylor 'exp(x) cos(y)' --order 2 --steps", "of two variables"),
            ("mvcalc taylor 'sqrt(x)' --about 4 --linear --at 4.1", "the tangent line"),
            ("mvcalc taylor 'sin(x)' --plot", "f with T₁, T₃, T₅"),
        ),
        see_also=("diff", "hessian", "limit"),
    ),
    Command(
        "limit", "Approximate", "calculus", "The limit of an expression, beside the values on the way.",
        (
            ("mvcalc limit 'sin(x)/x' --at 0", "two-sided"),
            ("mvcalc limit '(1 + 1/x)^x' --at oo", "at infinity"),
            ("mvcalc limit '|x|/x' --at 0 --side left", "from one side"),
            ("mvcalc limit 'x^2 y/(x^2 + y^2)' --at 0,0", "of several variables"),
        ),
        see_also=("slope", "plot", "eval"),
    ),
    Command(
        "newton", "Optimise", "calculus", "Roots of an equation or a system by Newton's method.",
        (
            ("mvcalc newton 'x^3 - 2x - 5' --from 2", "root, order of convergence"),
            ("mvcalc newton 'cos x = x' --from 1 --plot", "tangents down"),
            ("mvcalc newton 'x^2 + y^2 = 4' 'x y = 1' --from 2,0", "a system"),
            ("mvcalc newton 'x^2 + 1' --from 1+i --complex", "a complex root"),
            ("mvcalc newton 'x^2 - 2' --from 1 --compare", "bisection, secants"),
            ("mvcalc newton 'x^4 - x^2' --from 2 --minimise", "where f′ = 0"),
        ),
        see_also=("solve", "descend", "plot"), numeric_options=("minimise",), grows=True,
    ),
    Command(
        "descend", "Optimise", "numeric", "Go down to a minimum step by step: gradient descent and its kin.",
        (
            ("mvcalc descend 'x^2 + 4y^2' --from 3,2", "trace and picture"),
            ("mvcalc descend 'x^2 + 4y^2' --from 3,2 --rate 0.1", "a fixed rate"),
            ("mvcalc descend 'x^2 + 4y^2' --from 3,2 --live", "watch it"),
            ("mvcalc descend 'x^4 - x^2 + y^2' --from 0,1 --method newton", "past a saddle"),
            ("mvcalc descend 'x^2 + 4y^2' --from 3,2 --compare gd,newton", "side by side"),
            ("mvcalc descend 'x^2 + x y + y^2' --from 3,2 --bounds x=1..oo", "in a box"),
            ("mvcalc descend 'x^4 - 2x^2 + x' --starts 20", "the lowest of 20 runs"),
            ("mvcalc descend 'x e^(-x)' --from 3 --maximise", "up instead of down"),
            ("mvcalc descend 'sum(i x[i]^2, i=1..n)' --let n=500 --from x=1", "by lbfgs"),
            ("mvcalc descend 'x^2 + 4y^2' --from 3,2 --plain", "a value a line, f last"),
        ),
        see_also=("grad", "hessian", "plot", "fit"),
    ),
    Command(
        "critical", "Optimise", "algebra", "Critical points: minima, maxima and saddles, each with its reason.",
        (
            ("mvcalc critical 'x^3 - 3x + y^2'", "a minimum and a saddle"),
            ("mvcalc critical 'x^4 + y^4 - 4x y + 1' --steps", "the whole working"),
            ("mvcalc critical 'sin(x) + cos(2x)' --over x=0..2pi", "those inside"),
            ("mvcalc critical 'x^2 y^2'", "infinitely many, as a family"),
            ("mvcalc critical 'a x^2 + y^2' --let a=-1", "a letter with a value"),
        ),
        see_also=("hessian", "descend", "lagrange", "plot"),
    ),
    Command(
        "lagrange", "Optimise", "algebra", "Extreme values under constraints, by Lagrange multipliers.",
        (
            ("mvcalc lagrange 'x^2 y' --subject-to 'x^2 + y^2 = 3'", "two maxima, two minima"),
            ("mvcalc lagrange 'x y' --subject-to 'x + y = 4' --steps", "the whole working"),
            ("mvcalc lagrange 'x y z' --subject-to 'x + y + z = 6, x = y'", "two constraints"),
            ("mvcalc lagrange 'x^2 + y^2' --subject-to 'x + 2y >= 4'", "an inequality"),
            ("mvcalc lagrange 'x^3 - x' --subject-to '0 <= x <= 2'", "on an interval"),
        ),
        see_also=("critical", "descend", "solve"),
    ),
    Command(
        "fit", "Learn", "numeric", "Fit a model to data by least squares, with errors and verdict.",
        (
            ("mvcalc fit heights.csv --model gaussian", "a model by its name"),
            ("mvcalc fit data.csv --model 'y = a e^(-k x) + c'", "or by a formula"),
            ("mvcalc fit --points '1,2 2,3.9 3,6.1' --model line", "points typed"),
            ("mvcalc fit data.csv --model line --predict x=5", "with its interval"),
            ("mvcalc fit data.csv --compare line 'poly:2' exp", "which model?"),
            ("mvcalc fit data.csv --model exp --method gd,lm --trace", "chi² falling"),
            ("mvcalc fit data.csv --model line --sigma err", "error bars as weights"),
            ("mvcalc fit heights.csv --histogram height", "a distribution"),
            ("mvcalc fit --models", "the models with a name"),
        ),
        see_also=("descend", "plot"), parent_options=("engine",),
        ahead=(
            "mvcalc_cli.commands.fits.run", "mvcalc_cli.commands.fits.shown", "mvcalc_cli.commands.fits.question",
            "mvcalc_cli.numeric.tables.table", "mvcalc_cli.numeric.fit.gather", "mvcalc_cli.numeric.fit.search",
            "mvcalc_cli.numeric.fit.named", "mvcalc_cli.numeric.fit.inference", "mvcalc_cli.numeric.fit.model",
            "mvcalc_cli.numeric.fit.starts",
        ),
    ),
    Command(
        "plot", "See", "calculus", "Draw functions, tangents, contours, fields and curves.",
        (
            ("mvcalc plot 'sin(x)/x' --over x=-12..12 --tangent 2", "a curve and a tangent"),
            ("mvcalc plot 'x^3 - 3x' --derivative", "with its derivative"),
            ("mvcalc plot 'sin(x)' 'x - x^3/6'", "several functions"),
            ("mvcalc plot 'x^2 + x y + 2y^2' --contour --field", "gradient over contours"),
            ("mvcalc plot 'sin(x) cos(y)' --heat", "values as colours"),
            ("mvcalc plot '[cos t, sin 2t]'", "a curve in the plane"),
            ("mvcalc plot 'x^2 + y^2 = 4'", "the curve of an equation"),
        ),
        see_also=("slope", "taylor", "grad", "fit"),
    ),
    Command(
        "eval", "Evaluate", "calculus", "The value of an expression at a point, or a table of values.",
        (
            ("mvcalc eval 'x^2 + y' --at 1,2", "a value"),
            ("mvcalc eval 'sin(x)/x' --table x=0.1..1 --points 4", "a table"),
        ),
        see_also=("diff", "simplify"),
    ),
    Command(
        "simplify", "Algebra", "algebra", "Look for a shorter form of an expression.",
        (("mvcalc simplify 'sin(x)^2 + cos(x)^2'", "1"), ("mvcalc simplify '(x^2 - 1)/(x - 1)'", "x + 1")),
        see_also=("expand", "factor", "equal"),
    ),
    Command(
        "expand", "Algebra", "algebra", "Multiply out an expression.",
        (("mvcalc expand '(x + y)^3'", "powers and products"),),
        see_also=("factor", "simplify"),
    ),
    Command(
        "factor", "Algebra", "algebra", "Write an expression as a product.",
        (("mvcalc factor 'x^3 - x'", "x (x − 1) (x + 1)"),),
        see_also=("expand", "solve"),
    ),
    Command(
        "solve", "Algebra", "algebra", "Solve an equation exactly.",
        (
            ("mvcalc solve 'x^2 = 2'", "both roots"),
            ("mvcalc solve 'x^3 - x'", "where the expression is 0"),
            ("mvcalc solve 'a x + b = 0' --for x", "one letter by the others"),
        ),
        see_also=("factor", "equal"),
    ),
    Command(
        "equal", "Algebra", "algebra", "Are two expressions the same function? Exit code 0 or 1.",
        (
            ("mvcalc equal 'sin(2x)' '2 sin(x) cos(x)'", "equal"),
            ("mvcalc equal '(x+1)^2' 'x^2 + 1'", "not equal, and a point that shows it"),
        ),
        see_also=("simplify",),
    ),
    Command(
        "quiz run", "Practise", "none", "Practise: questions graded by algebra, and a schedule that remembers.",
        (
            ("mvcalc quiz run", "what is due, then what is new"),
            ("mvcalc quiz run example -n 5", "of one bank"),
            ("mvcalc quiz run --weak", "the weakest skills first"),
            ("mvcalc quiz run example --exam --time 30m", "an exam"),
            ("mvcalc quiz run example --json --answers mine.txt", "grade a file"),
            ("mvcalc quiz run --plain", "in lines, for screen readers and pipes"),
        ),
        see_also=("quiz review", "quiz stats", "quiz list"),
    ),
    Command(
        "quiz review", "Practise", "none", "Practise what is due, the nearest to being forgotten first.",
        (("mvcalc quiz review", "all that is due today"), ("mvcalc quiz review -n 5", "five of it")),
        see_also=("quiz next", "quiz run"),
    ),
    Command(
        "quiz next", "Practise", "none", "When something is due, and what.",
        (("mvcalc quiz next", "today, or the next day"), ("mvcalc quiz next -q", "how many are due")),
        see_also=("quiz review",),
    ),
    Command(
        "quiz list", "Practise", "none", "The banks that are found, and how far you are in each.",
        (("mvcalc quiz list", "the table"), ("mvcalc quiz list --json", "for a script")),
        see_also=("quiz run", "quiz stats"),
    ),
    Command(
        "quiz stats", "Practise", "none", "What was seen and right, what is weakest, the last two weeks.",
        (
            ("mvcalc quiz stats", "by module"),
            ("mvcalc quiz stats --by tag", "by skill"),
            ("mvcalc quiz stats --by mistake", "which mistakes come again"),
        ),
        see_also=("quiz run", "quiz next"),
    ),
    Command(
        "quiz new", "Practise", "none", "Write a bank to begin with, commented.",
        (
            ("mvcalc quiz new mine.yaml", "a question that lints clean"),
            ("mvcalc quiz new mine --module 2", "of a module"),
        ),
        see_also=("quiz preview", "quiz lint"),
    ),
    Command(
        "quiz lint", "Practise", "none", "Prove a bank: every mistake with its line, column and fix.",
        (
            ("mvcalc quiz lint mine.yaml", "over 50 seeds"),
            ("mvcalc quiz lint example --seeds 10", "a bank by its id, faster"),
            ("mvcalc quiz lint mine.yaml --plain", "a line a finding, for editors"),
        ),
        see_also=("quiz test", "quiz preview", "quiz fmt"),
    ),
    Command(
        "quiz test", "Practise", "none", "Run the tests of banks over many seeds.",
        (
            ("mvcalc quiz test mine.yaml", "over 50 seeds"),
            ("mvcalc quiz test mine.yaml --junit results.xml", "for continuous integration"),
        ),
        see_also=("quiz lint",),
    ),
    Command(
        "quiz preview", "Practise", "none", "All questions of a bank, one variant each.",
        (
            ("mvcalc quiz preview mine.yaml --watch", "drawn again when the file changes"),
            ("mvcalc quiz preview example --answer", "with answers and hints"),
        ),
        see_also=("quiz show", "quiz lint"),
    ),
    Command(
        "quiz show", "Practise", "none", "One question, as a learner sees it.",
        (
            ("mvcalc quiz show example/tangent-plane --seed 3", "one variant"),
            ("mvcalc quiz show tangent-plane --answer", "with its answers and hints"),
        ),
        see_also=("quiz preview",),
    ),
    Command(
        "quiz fmt", "Practise", "none", "Bring a bank into the usual form: order of keys, indentation.",
        (
            ("mvcalc quiz fmt mine.yaml", "in place, comments kept"),
            ("mvcalc quiz fmt mine.yaml --check", "exit code 1 if it would change"),
        ),
        see_also=("quiz lint",),
    ),
    Command(
        "quiz schema", "Practise", "none", "Print the JSON Schema of a bank, for editors.",
        (("mvcalc quiz schema", "completion while you write"),),
        see_also=("quiz list",),
    ),
    Command(
        "quiz grade", "Practise", "calculus", "Grade an answer by algebra, without a bank; or JSON lines.",
        (
            ("mvcalc quiz grade --answer '2 cos^2 x' --expected '1 + cos 2x'", "right"),
            ("mvcalc quiz grade --answer 3.14 --expected pi --decimals 2", "near enough"),
            ("mvcalc quiz grade --answer '[2, -4]' --expected '[1, -2]' --up-to scale", "a ray"),
            ("echo '{\"answer\": \"2x\", \"expected\": \"x + x\"}' | mvcalc quiz grade -", "JSON lines"),
        ),
        see_also=("equal",),
    ),
    Command(
        "check-work", "Practise", "none", "The first line of a working that does not follow from the one before.",
        (
            ("mvcalc check-work working.txt", "one expression or equation a line"),
            ("mvcalc check-work - < working.txt", "from a pipe"),
            ("mvcalc check-work working.txt --all", "every line, not only the first"),
        ),
        see_also=("equal", "practise", "quiz grade"),
    ),
    Command(
        "practise", "Practise", "none", "Differentiate a function of your own, rule by rule, each step graded.",
        (
            ("mvcalc practise 'x^2 sin(3x)'", "which rule, which pieces, put together"),
            ("mvcalc practise 'x^2 sin(3x)' --no-rules", "the derivatives alone"),
            ("mvcalc practise 'x^2 y + sin(x y)'", "a gradient: one variable after the other"),
            ("mvcalc practise --random 2 --seed 7", "a function to practise on"),
        ),
        see_also=("diff", "check-work", "quiz run"),
    ),
    Command(
        "functions", "Tools", "none", "The functions and constants of the language.",
        (("mvcalc functions", "the table"), ("mvcalc functions --json", "for a script")),
        see_also=("diff",),
    ),
    Command(
        "completion", "Tools", "none", "Print the completion script of a shell.",
        (
            ("eval \"$(mvcalc completion bash)\"", "in ~/.bashrc"),
            ("source <(mvcalc completion zsh)", "in ~/.zshrc, after compinit"),
            ("mvcalc completion fish | source", "in ~/.config/fish/config.fish"),
        ),
    ),
    Command(
        "schema", "Tools", "none", "Print the JSON Schema of a command's --json answer.",
        (("mvcalc schema diff", "mvcalc/1"),),
        see_also=("functions",),
    ),
)  # fmt: skip

COMMANDS: Final[dict[str, Command]] = {command.name: command for command in _TABLE}

# Commands of two words, by their first: what they are about.
FAMILIES: Final[dict[str, str]] = {
    "quiz": "Question banks: practise, review, grade, and write your own.",
}


def members(family: str) -> list[Command]:
    """The commands whose first word is the family's."""
    return [command for command in _TABLE if command.name.startswith(f"{family} ")]


def named(words: Sequence[str]) -> tuple[Command | None, int]:
    """The command that a command line begins with, and how many words its name takes.

    >>> named(["diff", "x^2"])[1], named(["no", "such"])
    (1, (None, 1))
    """
    two = " ".join(words[:2])
    if two in COMMANDS:
        return COMMANDS[two], 2
    return COMMANDS.get(words[0] if words else ""), 1


def groups() -> dict[str, list[Command]]:
    """The commands by group, both in the order of the table."""
    found: dict[str, list[Command]] = {}
    for command in _TABLE:
        found.setdefault(command.group, []).append(command)
    return found
