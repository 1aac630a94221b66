"""How a fit ended, in words: the closing line, how good it is, what is odd about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Block

# From here on half of a float's digits are gone, and the reader should know.
_ILL: Final = 1e8
# Below this, chance alone would hardly do it.
_RARE: Final = 0.05

# Rounding beside the residuals, from which on their signs and order mean nothing.
_BLURRED: Final = 0.01


def closing(reader: Reader, found: Fitted) -> list[Block]:
    """✓ converged   R² = 0.9938   residual SD = 0.901 on 23 degrees of freedom; or ✗ with what to try."""
    from mvcalc_cli.report import Verdict

    if not found.converged:
        blocks: list[Block] = [Verdict(typeset(sentence(found)), "bad")]
        return [*blocks, *(_secondary(text) for text in notes(found))]
    blocks = [Verdict(f"{_ended(found)}   {goodness(found)}")]
    blocks += [_secondary(text) for text in (*notes(found), *diagnosis(found))]
    if reader.output.verbose or _is_ill(found):
        blocks += _details(reader, found)
    return blocks


def _secondary(text: str) -> Block:
    from mvcalc_cli.report import Line, Span

    return Line((Span(typeset(text), "secondary"),), indent=4)


def typeset(text: str) -> str:
    """A sentence with the minus of mathematics before its numbers.

    >>> typeset("lag 1: -0.38, p = 1e-7, Levenberg-Marquardt")
    'lag 1: −0.38, p = 1e-7, Levenberg-Marquardt'
    """
    words = [f"−{word[1:]}" if word[:1] == "-" and word[1:2].isdigit() else word for word in text.split(" ")]
    return " ".join(words)


def sentence(found: Fitted) -> str:
    """Why there is no answer, and what to try."""
    ending = found.solution.ending
    words = ending.words or f"not converged: {ending.reason.replace('_', ' ')}"
    return f"{words}; {ending.hint}" if ending.hint else words


def _ended(found: Fitted) -> str:
    """In a word or two: a linear model is solved, any other searched for."""
    if found.loss != "squares":
        return f"converged, by {found.loss.capitalize()}'s loss"
    return "solved" if found.solution.method == "qr" else "converged"


def goodness(found: Fitted) -> str:
    """R² = 0.9938   residual SD = 0.901 on 23 degrees of freedom."""
    from mvcalc_cli.numeric.fit.rounding import significant

    inference = found.inference
    parts = []
    if inference.r2 is not None:
        about = "" if inference.about == "mean" else " about zero"
        parts.append(f"R²{about} = {share(inference.r2)}")
    freedom = f"{inference.dof:,} degree{'' if inference.dof == 1 else 's'} of freedom"
    if inference.chi2_p is not None:
        chi2 = significant(inference.rss, 4)
        parts.append(f"χ² = {chi2} on {freedom}, p = {chance(inference.chi2_p)}")
    elif inference.s is not None and found.loss != "squares" and not inference.perfect:
        unit = " sigmas" if inference.weights == "absolute" else ""
        parts.append(f"robust residual SD = {significant(inference.s, 3)}{unit}, from the median, on {freedom}")
    elif inference.s is not None and not inference.perfect:
        weighted = "weighted " if inference.weights == "relative" else ""
        parts.append(f"{weighted}residual SD = {significant(inference.s, 3)} on {freedom}")
    elif inference.perfect:
        parts.append("a perfect fit")
    else:
        parts.append(f"sum of squares = {significant(inference.rss, 4)} on {freedom}")
    return "   ".join(parts)


def share(r2: float) -> str:
    """R² with four decimals, more where they are nines; 1 only where nothing else is left.

    >>> share(0.99381), share(0.99999954), share(-0.2), share(1.0)
    ('0.9938', '0.99999954', '−0.2000', '1')
    """
    if r2 >= 1:
        return "1"
    from mvcalc_cli.render.numbers import minus

    rest = 1 - r2
    decimals = 4 if rest > 1e-4 else min(15, 1 - math.floor(math.log10(rest)))
    text = f"{r2:.{decimals}f}"
    return minus(text) if float(text) != 1 else f"1 − {rest:.0e}".replace("e-", "e−")


def chance(p: float) -> str:
    """A p-value in words of numbers: 0.34, 0.0021, < 1e-6.

    >>> chance(0.344), chance(0.00213), chance(3e-20)
    ('0.34', '0.0021', '3e-20')
    """
    return f"{p:.2g}" if p >= 1e-4 else f"{p:.0e}" if p > 0 else "0 but for rounding"


def notes(found: Fitted) -> tuple[str, ...]:
    """What the numbers need: why there are no errors, what the sigmas mean, what holds a parameter."""
    inference = found.inference
    why = (inference.why,) if inference.why and found.converged else ()
    return tuple(
        dict.fromkeys((*_ending_words(found), *why, *inference.notes, *found.words, *_sigmas(found), *_poor(found)))
    )


def _ending_words(found: Fitted) -> Iterator[str]:
    """What a solver says of an answer: digits that are known, another start that came to the same."""
    first, *rest = found.solution.ending.words.split("; ")
    if found.converged:
        yield from (part for part in (first, *rest) if part and not part.startswith("converged"))


def _sigmas(found: Fitted) -> Iterator[str]:
    """What the standard deviations given mean for the errors."""
    if found.asked.weights == "relative":
        yield "of the sigmas only the ratios count: the errors come from the scatter about the curve"
    elif found.asked.weights == "absolute" and found.loss != "squares":
        yield "the sigmas say which rows are far off and count less; the errors come from the scatter about the curve"
    elif found.asked.weights == "absolute":
        yield "the sigmas are the standard deviations of the values, and the errors follow from them (else: --relative)"


def _poor(found: Fitted) -> Iterator[str]:
    """A chi² that chance does not explain."""
    p, dof = found.inference.chi2_p, found.inference.dof
    if p is None or not found.converged:
        return
    if p < _RARE:
        yield f"χ² is larger than chance makes it (p = {chance(p)}): a poor model, or sigmas that are too small"
    elif p > 1 - _RARE / 5 and dof > 1:
        yield f"χ² is smaller than chance makes it (p = {chance(p)}): the sigmas are probably too large"


def diagnosis(found: Fitted) -> tuple[str, ...]:
    """The runs test, the normality and the likeness of neighbours among the residuals, a sentence each."""
    tested = tests(found)
    return () if tested is None else (*_outlying(found), *tested.words)


def doubts(found: Fitted) -> tuple[str, ...]:
    """Those of them that chance does not explain."""
    tested = tests(found)
    return () if tested is None else (*_outlying(found), *tested.doubts)


def _outlying(found: Fitted) -> Iterator[str]:
    """A row that lies far from the curve, where outliers count as much as any other row."""
    from mvcalc_cli.commands.fits.sources import sample
    from mvcalc_cli.numeric.fit.diagnostics import outlier
    from mvcalc_cli.numeric.fit.in_memory import InMemory

    data = sample(found.source)
    if found.loss != "squares" or data is not found.source:
        return
    far = outlier(InMemory(found.model, data).residual_vector(found.solution.theta))
    if far is not None:
        row, times = far
        yield (
            f"row {row + 1:,} lies {times:.0f} times as far from the curve as rows usually do: --loss huber counts such"
            " rows less"
        )


def tests(found: Fitted) -> Any:
    """The tests themselves, over the rows in the order of x (of several predictors: of the fitted values)."""
    from mvcalc_cli.commands.fits.sources import sample
    from mvcalc_cli.numeric.fit.diagnostics import diagnose
    from mvcalc_cli.numeric.fit.in_memory import InMemory

    if not found.converged or found.inference.dof < 1 or _is_blurred(found):
        return None
    data = sample(found.source)
    residuals = InMemory(found.model, data).residual_vector(found.solution.theta)
    by = data.columns[found.model.predictors[0]] if len(found.model.predictors) == 1 else found.curve(data.columns)
    order = by.argsort(kind="stable") if len(by) == len(residuals) else slice(None)
    return diagnose(residuals[order], len(found.solution.names), perfect=found.inference.perfect)


def _is_blurred(found: Fitted) -> bool:
    """Whether the residuals are mostly rounding, as with x near 1e15: nothing can be said of them then."""
    from mvcalc_cli.numeric.fit.way import rounding

    end = found.solution.end
    return not found.inference.perfect and rounding(found.solution.theta, end) > _BLURRED * math.sqrt(end.chi2)


def _is_ill(found: Fitted) -> bool:
    return math.isfinite(found.inference.condition) and found.inference.condition > _ILL


def _details(reader: Reader, found: Fitted) -> list[Block]:
    """The condition number, the criteria and the correlations."""
    from mvcalc_cli.numeric.fit.rounding import significant
    from mvcalc_cli.report import Line

    inference = found.inference
    blocks: list[Block] = []
    told = [f"condition number {significant(inference.condition, 3)}"] if math.isfinite(inference.condition) else []
    if reader.output.verbose:
        told += [
            f"{name} = {significant(value, 6)}"
            for name, value in (("AIC", inference.aic), ("AICc", inference.aicc), ("BIC", inference.bic))
            if value is not None
        ]
        told = [*_how(found), f"sum of squares {significant(inference.rss, 6)}", *told]
    if told:
        blocks.append(_secondary(",  ".join(told)))
    if reader.output.verbose and inference.correlation is not None and len(inference.inner) > 1:
        blocks += [Line(), *_correlations(found)]
    return blocks


def _how(found: Fitted) -> list[str]:
    """By which method, in how many steps."""
    steps = sum(step.accepted for step in found.solution.steps[1:])
    name = {"qr": "by QR", "lm": "by Levenberg-Marquardt", "gauss-newton": "by Gauss-Newton", "gd": "by descent"}
    way = name.get(found.solution.method, found.solution.method)
    return [way if not steps else f"{way} in {steps} step{'' if steps == 1 else 's'}"]


def _correlations(found: Fitted) -> list[Block]:
    """The matrix, each row with its name."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Span, Table

    names, matrix = found.inference.inner, found.inference.correlation
    assert matrix is not None
    rows = tuple(
        (Span(show_name(name), "operator"), *(Span(minus(f"{value:.3f}")) for value in row[: place + 1]))
        for place, (name, row) in enumerate(zip(names, matrix.tolist(), strict=True))
    )
    shown = tuple(row + (Span(""),) * (len(names) + 1 - len(row)) for row in rows)
    return [Table(("correlation", *map(show_name, names)), shown, "l" + "r" * len(names))]
