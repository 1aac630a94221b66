"""How a descent ended, in words: the closing line, the variables at a bound, what to try next."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mvcalc_cli.commands.descent_pictures import Scene
    from mvcalc_cli.commands.descents import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.report import Block

# Variables at a bound that are named.
_NAMED: Final = 6
_DECIMALS: Final = 6
_COORDINATES: Final = 6
# What is proposed for a comparison, and how long another start is tried.
_OTHERS: Final = ("gd", "momentum", "adam", "newton")
_TRIED: Final = 200
# Ends nearer than this part of their size are the same one.
_APART: Final = 1e-2
# From here on a number is clearer in scientific form.
_LARGE: Final = 1e6
# What the words about −f say of f.
_MIRRORED: Final = {
    "minimum": "maximum",
    "maximum": "minimum",
    "falls": "rises",
    "falling": "rising",
    "lower": "higher",
    "low": "high",
}
_NUMBER: Final = r"−?\d\.\de[+-]\d+"


def closing(reader: Reader, asked: Asked, run: Run) -> list[Block]:
    """✓ converged in 64 steps   minimum f = 1.1e−14 at (3.584428, −1.848126); or ✗, with what to try."""
    from mvcalc_cli.report import Line, Span, Verdict

    if not run.ending.converged:
        return [Verdict(sentence(reader, asked, run), "bad")]
    value, point = value_text(reader, asked, run), point_text(reader, asked, run)
    rest = (Span(f"f = {value}", "answer"), Span(f" at {point}"))
    lines: list[Block] = [Verdict(f"{words(asked, run)}   {name_of(asked, run)}", "good", rest=rest)]
    if held := held_at_bounds(asked, run):
        lines.append(Line((Span(held, "secondary"),), indent=4))
    return lines


def sentence(reader: Reader, asked: Asked, run: Run) -> str:
    """The words of the ending, with the point, or with what to try."""
    ending, said = run.ending, words(asked, run)
    if ending.converged:
        return f"{said}   {name_of(asked, run)}f = {value_text(reader, asked, run)} at {point_text(reader, asked, run)}"
    if not ending.hint:
        return said
    return f"{said}; try {ending.hint}"


def words(asked: Asked, run: Run) -> str:
    """The sentence of the ending, said of f where −f was lowered."""
    return run.ending.words if asked.sign > 0 else mirrored(run.ending.words)


def mirrored(text: str) -> str:
    """What words about −f say of f.

    >>> mirrored("no minimum: f falls without bound, to −2.0e+20 at step 7")
    'no maximum: f rises without bound, to 2.0e+20 at step 7'
    """
    turned = re.sub(r"[a-z]+", lambda found: _MIRRORED.get(found[0], found[0]), text)
    turned = re.sub(rf"(?<=bound, to ){_NUMBER}", _opposite, turned)
    return re.sub(rf"(?<=f and \|∇f\| grew from ){_NUMBER}", _opposite, turned)


def _opposite(found: re.Match[str]) -> str:
    text = found[0]
    return text[1:] if text.startswith("−") else f"−{text}"


def nature(asked: Asked, run: Run) -> str:
    """What the last point is of f."""
    found = run.ending.nature
    return found if asked.sign > 0 else _MIRRORED.get(found, found)


def sure_nature(core: str, said: str) -> str:
    """One word for what a converged run came to: "minimum" where it is proven, else what is known."""
    return "not decided" if core == "unknown" else said


def name_of(asked: Asked, run: Run) -> str:
    """ "minimum " before f where that is proven; "constrained" needs no word, the bounds are named beneath."""
    return f"{nature(asked, run)} " if run.ending.nature == "minimum" else ""


def is_answer(run: Run) -> bool:
    """Whether the run found a minimum (a maximum with --maximise), and that is proven."""
    return run.ending.converged and run.ending.nature == "minimum"


def value_text(reader: Reader, asked: Asked, run: Run) -> str:
    """f with the digits that are known: of a value near 0 two, as where it comes from rounding alone."""
    from mvcalc_cli.render.numbers import show

    value, ending = asked.f(run.end), run.ending
    if value == 0:
        return "0"
    if abs(value) < 1e-4:
        return f"{value:.1e}".replace("-", "−")
    decimals = _decimals(reader, 0.5 * run.end.norm * ending.known)
    return show(value, decimals=decimals) if decimals else f"{value:.2g}".replace("-", "−")


def point_text(reader: Reader, asked: Asked, run: Run) -> str:
    """(3.584428, −1.848126), x = 2.094551: the point with the decimals that are known by Newton's steps."""
    from mvcalc_cli.commands.screen import show_name

    known = run.ending.known if math.isfinite(run.ending.known) else 0.0
    decimals = max(1, _decimals(reader, known)) if known < 1 else 0
    v = run.end.v
    texts = [_coordinate(x, decimals, known) for x in v[:_COORDINATES].tolist()]
    if len(v) == 1:
        return f"{show_name(asked.names[0])} = {texts[0]}"
    if len(v) > _COORDINATES:
        return f"({', '.join(texts[:3])}, … {_coordinate(float(v[-1]), decimals, known)})   {len(v):,} coordinates"
    return f"({', '.join(texts)})"


def _coordinate(x: float, decimals: int, known: float) -> str:
    """A number with fixed decimals; in scientific form where these would hide what is known of it."""
    from mvcalc_cli.render.numbers import minus, show

    if abs(x) >= _LARGE or known < 0.1 * abs(x) < 0.1 * 10.0**-decimals:
        return show(x, decimals=decimals)
    text = f"{x:.{decimals}f}"
    return minus(text) if float(text) else text.lstrip("-")


def _decimals(reader: Reader, error: float) -> int:
    """Decimals that an error leaves: six, or as many as --digits asks for, at most."""
    most = _DECIMALS if reader.digits is None else min(reader.digits, 17)
    if not error > 0 or not math.isfinite(error):
        return most
    return max(0, min(most, math.floor(-math.log10(error))))


def next_steps(asked: Asked, run: Run, around: Scene | None, *, live: bool) -> list[Block]:
    """What to try after an answer: a start in another valley that was tried, frames, other methods."""
    from mvcalc_cli.report import Next

    if not run.ending.converged:
        return []
    elsewhere = _another_valley(asked, run, around)
    parts = [f"--from {elsewhere} (another {'basin' if asked.sign > 0 else 'peak'})"] if elsewhere else []
    parts += ["--live"] if run.end.k > 1 and not live else []
    others = [name for name in _OTHERS if name != run.method][:3]
    return [Next(" · ".join([*parts, f"--compare {','.join([run.method, *others])}"]))]


def _another_valley(asked: Asked, run: Run, around: Scene | None) -> str:
    """A start from which the same method comes to another minimum, short to type; "" where none was found."""
    from mvcalc_cli.plotting.paths import plain_place, valleys

    if around is None or around.ground is None or around.box is None or asked.bounds is not None:
        return ""
    ground = around.ground if asked.sign > 0 else around.ground._replace(values=-around.ground.values)
    for place in valleys(ground):
        x, y = plain_place(place, around.box)
        if _leads_elsewhere(asked, run, [x, y]):
            return f"{x:g},{y:g}"
    return ""


def _leads_elsewhere(asked: Asked, run: Run, start: list[float]) -> bool:
    """Whether the same method comes from there, in few steps, to a minimum somewhere else."""
    from mvcalc_cli.calculus.undefined import UndefinedError
    from mvcalc_cli.commands.descents import run as descended

    few = asked._replace(stop=asked.stop._replace(max_steps=_TRIED))
    try:
        other = descended(few, run.method, start)
    except UndefinedError:
        return False
    return is_answer(other) and is_elsewhere(other, run)


def is_elsewhere(one: Run, other: Run) -> bool:
    """Whether two runs ended at different points."""
    distance = math.sqrt(float(((one.end.v - other.end.v) ** 2).sum()))
    return distance > _APART * max(1.0, math.sqrt(float((other.end.v**2).sum())))


def held_at_bounds(asked: Asked, run: Run) -> str:
    """Which variables stand at a bound: "at a bound: y = 0 (lower)"; "" where none does."""
    bounds = asked.bounds
    if bounds is None:
        return ""
    v = run.end.v
    at_lower, at_upper = v <= bounds.lower, v >= bounds.upper
    count = int((at_lower | at_upper).sum())
    if not count:
        return "no variable stands at a bound"
    if count > _NAMED:
        return f"at a bound: {count:,} of {len(v):,} variables"
    held = [*_held(asked, at_lower, v, "lower"), *_held(asked, at_upper, v, "upper")]
    return f"at a bound: {', '.join(held)}"


def _held(asked: Asked, which: Any, v: Any, side: str) -> list[str]:
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.render.numbers import show

    places, names = which.nonzero()[0].tolist(), asked.names
    return [f"{show_name(names[place])} = {show(float(v[place]))} ({side})" for place in places]
