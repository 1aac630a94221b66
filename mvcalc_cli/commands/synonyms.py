"""What people type for a command or an option that has another name here, and what a stray argument was for.

Only mistakes import this module.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

_COMMANDS: Final = {
    "derivative": "diff", "derive": "diff", "differentiate": "diff", "derivation": "diff", "d": "diff",
    "int": "integrate", "integral": "integrate", "integration": "integrate", "antiderivative": "integrate",
    "area": "integrate", "quad": "integrate", "riemann": "integrate --riemann 10", "lim": "limit",
    "tangent": "slope", "secant": "slope", "gradient": "grad", "nabla": "grad", "hesse": "hessian",
    "divergence": "div", "rot": "curl", "rotation": "curl", "laplace": "laplacian", "graph": "plot", "draw": "plot",
    "chart": "plot", "contour": "plot --contour", "series": "taylor", "maclaurin": "taylor", "calc": "eval",
    "calculate": "eval", "compute": "eval", "value": "eval", "roots": "solve", "zeros": "solve", "root": "solve",
    "factorise": "factor", "factorize": "factor", "compare": "equal", "sigma": "diff --sigma x=0.1",
    **dict.fromkeys(("stationary", "extrema", "extremum", "extreme", "minima", "maxima", "saddle"), "critical"),
    **dict.fromkeys(("optimise", "optimize", "maximise", "maximize", "minimise", "minimize", "crit"), "critical"),
    **dict.fromkeys(("constrained", "constraint", "multiplier", "multipliers", "kkt"), "lagrange"),
}  # fmt: skip

_RANGE: Final = ("--over x=0..1",)
_POINT: Final = ("--at 1",)
_BY: Final = ("--wrt x", "--for x")
_ABOUT: Final = ("--about 1", "--at 1")
_CONSTRAINED: Final = ("--subject-to 'x + y = 1'",)
_SUM: Final = ("--riemann 10",)
# What is typed -> what it may be here: the first that the command has.
_OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("from", "to", "range", "interval", "between", "a", "b"), _RANGE),
    **dict.fromkeys(("start", "end", "bounds", "limits", "domain", "xlim", "x-range", "xrange"), _RANGE),
    **dict.fromkeys(("ylim", "yrange"), ("--y-range -2..2",)),
    "step": ("--steps", "--points 9"),
    "h": ("--points 9",),
    "n": ("--order 3", "--riemann 10", "--points 9"),
    "samples": ("--points 100",),
    **dict.fromkeys(("degree", "deg", "nth"), ("--order 3",)),
    **dict.fromkeys(("point", "x", "where", "x0"), _POINT),
    **dict.fromkeys(("var", "variable", "variables", "by"), _BY),
    **dict.fromkeys(("center", "centre", "around", "about"), _ABOUT),
    **dict.fromkeys(("rectangles", "sum", "slices", "trapezoids"), _SUM),
    **dict.fromkeys(("left", "right"), ("--side left", "--kind left")),
    **dict.fromkeys(("method", "rule"), ("--kind",)),
    **dict.fromkeys(("direction", "dir", "vector"), ("--along 3,4",)),
    **dict.fromkeys(("precision", "decimals"), ("--digits 8",)),
    **dict.fromkeys(("output", "out", "file"), ("--save FILE",)),
    **dict.fromkeys(("width", "height"), ("--size 80x24",)),
    **dict.fromkeys(("errors", "uncertainty", "error"), ("--sigma x=0.1",)),
    **dict.fromkeys(("draw", "graph"), ("--plot",)),
    **dict.fromkeys(("constraint", "constraints", "subject", "st", "s.t.", "given", "g"), _CONSTRAINED),
}


def command_meant(word: str, known: Collection[str]) -> str | None:
    """The command a word means elsewhere, with the option that goes with it; else the one spelled most like it.

    >>> command_meant("riemann", ["integrate", "diff"]), command_meant("dif", ["diff"]), command_meant("zzz", ["diff"])
    ('integrate --riemann 10', 'diff', None)
    """
    from mvcalc_cli.language.names import nearest

    meant = _COMMANDS.get(word.lower())
    return meant if meant and meant.split(maxsplit=1)[0] in known else nearest(word, known)


def option_meant(word: str, known: Collection[str]) -> str | None:
    """The option of this command that a word means elsewhere, starts, or is spelled most like.

    >>> option_meant("--range", ["--y-range", "--over"]), option_meant("--simp", ["--simplify", "--at"])
    ('--over x=0..1', '--simplify')
    >>> option_meant("--plot", ["--let", "--at"]), option_meant("--range", ["--at"])
    (None, None)
    """
    from mvcalc_cli.language.names import nearest

    stem = word.lstrip("-").lower()
    for meant in _OPTIONS.get(stem, ()):
        if meant.split(maxsplit=1)[0] in known:
            return meant.replace("left", stem) if stem == "right" else meant
    longer = [name for name in known if len(stem) > 1 and name.startswith(f"--{stem}")]
    if len(longer) == 1:
        return longer[0]
    # The dashes, which every option has, would make short words look alike.
    near = nearest(stem, (name[2:] for name in known if name.startswith("--")))
    return f"--{near}" if near else None


def looks_like_an_expression(word: str) -> bool:
    """--x^2 and --2x, but not --title.

    >>> looks_like_an_expression("--x^2"), looks_like_an_expression("--y-limit")
    (True, False)
    """
    stem = word[2:]
    return len(stem) == 1 or any(not (char.isalpha() or char in "-_") for char in stem)


def stray(texts: Sequence[str], count: int, known: Collection[str], command: str) -> str:
    """What to do about the arguments after the first `count`: the option that takes them, or quotation marks.

    >>> stray(["x^2", "3"], 1, ["--at"], "slope"), stray(["sin(t)", "0", "pi"], 1, ["--over"], "integrate")
    ('a point goes to --at: --at 3', 'a range goes to --over: --over t=0..pi')
    """
    quoted = "quotation marks keep an expression in one piece: 'x^2 + 1'"
    extra = texts[count:]
    ranged = [one for one in extra if ".." in one]
    if ranged and "--over" in known:
        return f"a range goes to --over: --over {','.join(ranged)}"
    if "--subject-to" in known and any("=" in one or "<" in one or ">" in one for one in extra):
        return "a constraint goes to --subject-to, several after commas: --subject-to '" + ", ".join(extra) + "'"
    found = [_variables(one) for one in extra]
    if any(one is None for one in found):
        return quoted
    if not any(found):
        return _for_numbers(texts[0], extra, known, command) or quoted
    if "--wrt" in known and all(one == (text,) for one, text in zip(found, extra, strict=True)):
        return f"a variable goes to --wrt: --wrt {','.join(extra)}"
    return f"one expression at a time; {quoted}"


def _for_numbers(first: str, numbers: Sequence[str], known: Collection[str], command: str) -> str:
    """The option that takes bare numbers; "" where none does."""
    if "--over" in known and "--at" not in known and len(numbers) <= 2:
        name = (_variables(first) or ("x",))[0]
        return f"a range goes to --over: --over {name}={'..'.join(['0', *numbers][-2:])}"
    if command == "taylor" and len(numbers) == 1 and numbers[0].isdecimal():
        return f"the order goes to --order: --order {numbers[0]}"
    return f"a point goes to --at: --at {','.join(numbers)}" if "--at" in known else ""


def _variables(text: str) -> tuple[str, ...] | None:
    """The variables of a text; of a point such as 1,2 none; None where it cannot be read."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language.parser import parse
    from mvcalc_cli.language.tree import variables

    try:
        return tuple(name for part in text.split(",") for name in variables(parse(part).tree))
    except MvcalcError:
        return None
