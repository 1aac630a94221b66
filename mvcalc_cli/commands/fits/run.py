"""The options of `fit` as typed, and which of its answers they ask for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report

METHODS = ("lm", "gauss-newton", "gd")


class Run(NamedTuple):
    """The options, as `commands/fit.py` declares them."""

    data: tuple[str, ...]
    model: str | None
    points: str | None
    y: str | None
    x: str | None
    start: str | None
    fix: str | None
    bounds: str | None
    sigma: str | None
    absolute: bool
    loss: str
    method: str | None
    rate: float | None
    trace: bool
    compare: tuple[str, ...]
    intervals: str
    level: str
    predict: tuple[str, ...]
    histogram: str | None
    bins: int | None
    missing: str
    engine: str
    scheduler: str | None
    seed: int
    tolerance: float | None
    max_steps: int | None
    residuals: bool
    curve: bool
    plot: bool
    size: str | None

    @property
    def share(self) -> float:
        """The level of the intervals, between 0 and 1: --level 95, 95% and 0.95 are the same.

        Raises:
            InputError: If it is none.
        """
        text = self.level.strip().removesuffix("%").strip()
        try:
            level = float(text)
        except ValueError:
            level = math.nan
        level = level / 100 if level > 1 or self.level.strip().endswith("%") else level
        if not 0 < level < 1:
            raise InputError(
                f"a level is between 0 and 100 per cent, not {self.level}", hint="--level 95 or --level 0.95"
            )
        return level

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of --method gd,lm; "auto" where none is named.

        Raises:
            InputError: For a name that is none, or named twice.
        """
        if self.method is None:
            return ("auto",)
        names = tuple(_method(name.strip()) for name in self.method.split(","))
        if len(set(names)) < len(names):
            raise InputError("--method names a method twice", hint=f"--method {','.join(dict.fromkeys(names))}")
        return names


def _method(name: str) -> str:
    from mvcalc_cli.language.names import nearest

    known = {"lm": "lm", "levenberg-marquardt": "lm", "gauss-newton": "gauss-newton", "gn": "gauss-newton"}
    known |= {"gd": "gd", "gradient-descent": "gd", "gauss-newton-halving": "gauss-newton-halving"}
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"did you mean {near}?" if near else f"--method knows {', '.join(METHODS)}"
    raise InputError(f"there is no method called {name}" if name else "the name of a method is missing", hint=hint)


def ran(reader: Reader, run: Run) -> Report:
    """The answer that the options ask for."""
    run = _sorted(run)
    _refuse_mixed(run)
    from mvcalc_cli.commands.fits.sources import table_of

    if run.histogram is not None:
        from mvcalc_cli.commands.fits.histograms import distribution

        return distribution(reader, table_of(reader, run), run)
    texts = run.compare or (() if run.model is None else (run.model,))
    _refuse_strays(run)
    if not texts:
        raise InputError(
            "which model? fit needs one", hint="--model line, or a formula: --model 'a x + b'; mvcalc fit --models"
        )
    table = table_of(reader, run)
    asked = _asked(reader, table, texts, run)
    if run.compare:
        from mvcalc_cli.commands.fits.comparison import compared

        return compared(reader, table, asked, run)
    return _alone(reader, table, asked[0], run)


def _sorted(run: Run) -> Run:
    """`--compare line exp data.csv`: what stands last is the table, where there is none yet."""
    import os

    models = tuple(model for text in run.compare for model in _split(text))
    if models and not run.data and run.points is None and (models[-1] == "-" or os.path.exists(models[-1])):
        return run._replace(compare=models[:-1], data=(models[-1],))
    return run._replace(compare=models)


def _split(text: str) -> list[str]:
    """`line,exp` is two models; commas in brackets do not part."""
    from mvcalc_cli.commands.inputs import split_at_commas

    return [text[start:end] for start, end in split_at_commas(text) if start < end]


def _refuse_mixed(run: Run) -> None:
    """Options that exclude each other, and numbers that are none.

    Raises:
        InputError: For the first of them.
    """
    _ = run.share, run.methods
    if run.tolerance is not None and not (run.tolerance > 0 and math.isfinite(run.tolerance)):
        raise InputError(f"a tolerance is a positive number, not {run.tolerance:g}", hint="--tolerance 1e-10")
    _refuse_compared(run)
    if run.intervals == "profile" and run.loss != "squares":
        raise InputError("--intervals profile follows chi², and a robust loss has none", hint="leave one of them out")
    if run.bins is not None and run.histogram is None:
        raise InputError("--bins are those of a histogram", hint="--histogram COLUMN --bins 20")
    if run.residuals and run.curve:
        raise InputError("--residuals and --curve are two tables", hint="leave one of them out")
    if run.scheduler is not None and run.engine != "dask":
        raise InputError("--scheduler is of a cluster", hint="--engine dask --scheduler ADDRESS")
    if not run.absolute and run.sigma is None:
        raise InputError("--relative says what the sigmas mean, and there are none", hint="--sigma COLUMN")
    if run.rate is not None and "gd" not in run.methods:
        raise InputError("--rate is that of gradient descent", hint="--method gd")


def _refuse_compared(run: Run) -> None:
    """What --compare cannot rank.

    Raises:
        InputError: For the first of it.
    """
    if run.compare and run.model is not None:
        raise InputError(
            "--compare names the models", hint=f"--compare {' '.join(map(_quoted, (run.model, *run.compare)))}"
        )
    if len(run.compare) == 1:
        raise InputError(
            "--compare needs two models or more",
            hint=f"--compare {_quoted(run.compare[0])} {'exp' if run.compare[0] == 'line' else 'line'}",
        )
    if len(set(run.compare)) < len(run.compare):
        raise InputError("--compare names a model twice", hint="each once")
    if run.compare and run.loss != "squares":
        raise InputError(
            "--compare weighs likelihoods, and a robust loss has none", hint=f"leave out --loss {run.loss}"
        )
    if run.compare and len(run.methods) > 1:
        raise InputError("--compare takes one method for all models", hint="--method lm")


def _refuse_strays(run: Run) -> None:
    """Words among the files that belong to an option: a model without --model, `k=-1` after `--start A=8`.

    Raises:
        InputError: For the first of them.
    """
    import os

    from mvcalc_cli.numeric.fit.named import find

    for word in run.data:
        if word == "-" or os.path.exists(word):
            continue
        if find(word) is not None and run.model is None and not run.compare:
            raise InputError(f"{word} is a model, and stands where a file is expected", hint=f"--model {word}")
        if find(word) is not None:
            raise InputError(f"{word} is a model, and stands where a file is expected", hint=f"--compare … {word}")
        name, equals, value = word.partition("=")
        if equals and name and value and os.sep not in word:
            raise InputError(
                f"{word} stands where a file is expected", hint=f"values are joined by commas: --start a=1,{word}"
            )


def _quoted(text: str) -> str:
    return text if text.replace("-", "").replace(":", "").replace("+", "").isalnum() else f"'{text}'"


def _asked(reader: Reader, table: Any, texts: tuple[str, ...], run: Run) -> tuple[Asked, ...]:
    from mvcalc_cli.commands.fits.columns import columns
    from mvcalc_cli.commands.fits.question import read
    from mvcalc_cli.commands.fits.sides import Wish

    wish = Wish(run.y, run.x, run.sigma, run.absolute, run.start, run.fix, run.bounds)
    return read(reader, columns(table.name, table.header), texts, wish)


def _alone(reader: Reader, table: Any, asked: Asked, run: Run) -> Report:
    """One model, by one method or by several."""
    from mvcalc_cli.commands.fits.answer import fitted
    from mvcalc_cli.commands.fits.shown import shown
    from mvcalc_cli.commands.fits.sources import Rows, form_of
    from mvcalc_cli.commands.fits.values import spots

    places = spots(asked, run.predict)
    with Rows(reader, table, form_of((asked,)), run) as source:
        if len(run.methods) > 1 or run.trace:
            from mvcalc_cli.commands.fits.afar import from_afar

            asked = from_afar(reader, asked, source, run)
        if len(run.methods) > 1:
            from mvcalc_cli.commands.fits.contest import contest

            return contest(reader, asked, source, run)
        return shown(reader, fitted(reader, asked, source, run, run.methods[0]), run, places)
