"""mvcalc fit: least squares, from ten points to more than memory holds, and what can be said of the estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mvcalc_cli.commands.options import Argument, Bounds, Option, Rate, Seed, Size

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report

_MODELS = (
    "line", "poly:2", "poly:3", "exp", "power", "log", "logistic", "gaussian", "gaussian+line", "sine",
    "damped-sine", "michaelis-menten", "hill", "weibull", "lorentzian",
)  # fmt: skip
_METHODS = ("lm", "gauss-newton", "gd")


def report(
    reader: Reader,
    data: Annotated[
        tuple[str, ...],
        Argument("DATA", help=".csv .tsv .parquet files, patterns data/*.csv; -: stdin", stream=True, complete="file"),
    ] = (),
    *,
    model: Annotated[
        str | None,
        Option("--model", metavar="MODEL", help="a formula, or a name: line poly:3 exp …", complete=_MODELS),
    ] = None,
    models: Annotated[bool, Option("--models", help="list the models that have a name")] = False,
    points: Annotated[str | None, Option("--points", metavar="POINTS", help="data: '1,2 2,3.9 3,6.1'")] = None,
    y: Annotated[
        str | None,
        Option("--y", metavar="COLUMN", help="what is explained: 'log(y)'", default="y or the last"),
    ] = None,
    x: Annotated[str | None, Option("--x", metavar="COLUMN", help="what explains it", default="x or the first")] = None,
    start: Annotated[
        str | None,
        Option(
            "--start", "--from", metavar="VALUES", help="where to begin: b1=1,b2=5", default="guessed", complete="point"
        ),
    ] = None,
    fix: Annotated[
        str | None, Option("--fix", metavar="VALUES", help="parameters that are known: c=0", complete="point")
    ] = None,
    bounds: Bounds = None,
    sigma: Annotated[
        str | None, Option("--sigma", metavar="COLUMN", help="standard deviation of each y: a column, a number")
    ] = None,
    absolute: Annotated[
        bool,
        Option(
            "--absolute/--relative",
            help="sigmas as they are, or their ratios alone",
            default="absolute",
        ),
    ] = True,
    loss: Annotated[
        Literal["squares", "huber", "cauchy"],
        Option("--loss", metavar="NAME", help="by which outliers count less"),
    ] = "squares",
    method: Annotated[
        str | None,
        Option(
            "--method",
            metavar="NAMES",
            help="lm, gauss-newton, gd, or gd,lm",
            default="chosen",
            complete=_METHODS,
        ),
    ] = None,
    rate: Rate = None,
    trace: Annotated[bool, Option("--trace", help="every step, with chi² falling")] = False,
    compare: Annotated[
        tuple[str, ...],
        Option("--compare", metavar="MODELS", help="rank models: line poly:2 exp", several=True, complete=_MODELS),
    ] = (),
    intervals: Annotated[
        Literal["t", "profile"],
        Option("--intervals", metavar="KIND", help="of the errors, or re-fitted"),
    ] = "t",
    level: Annotated[str, Option("--level", metavar="P", help="of the intervals, in per cent")] = "95",
    predict: Annotated[
        tuple[str, ...],
        Option("--predict", metavar="POINT", help="y there, with its interval: x=5 or x=5,6,7", complete="point"),
    ] = (),
    histogram: Annotated[
        str | None,
        Option("--histogram", metavar="COLUMN", help="fit a distribution to raw values; --model normal …"),
    ] = None,
    bins: Annotated[
        int | None, Option("--bins", metavar="N", help="of the histogram", minimum=1, maximum=10_000, default="chosen")
    ] = None,
    missing: Annotated[
        Literal["refuse", "drop"], Option("--missing", metavar="HOW", help="rows with empty cells")
    ] = "refuse",
    engine: Annotated[
        Literal["local", "dask"], Option("--engine", metavar="NAME", help="this machine or a cluster")
    ] = "local",
    scheduler: Annotated[
        str | None, Option("--scheduler", metavar="ADDRESS", help="of the cluster: tcp://host:8786")
    ] = None,
    seed: Seed = 1,
    tolerance: Annotated[
        float | None, Option("--tolerance", metavar="SIZE", help="of the gradient, a cosine", default="rounding")
    ] = None,
    max_steps: Annotated[
        int | None, Option("--max-steps", metavar="N", help="when to give up", minimum=1, default="by method")
    ] = None,
    residuals: Annotated[bool, Option("--residuals", help="a row for each: fitted value, residual")] = False,
    curve: Annotated[bool, Option("--curve", help="the fitted curve as a table")] = False,
    plot: Annotated[bool, Option("--plot/--no-plot", help="points, curve and residuals", default="on")] = True,
    size: Size = None,
) -> Report:
    """Find the parameters of a model by least squares, with their errors, and say what the end is."""
    if models:
        from mvcalc_cli.commands.fits.models import listed

        return listed(reader)
    from mvcalc_cli.commands.fits.run import Run, ran

    run = Run(
        data, model, points, y, x, start, fix, bounds, sigma, absolute, loss, method, rate, trace, compare, intervals,
        level, predict, histogram, bins, missing, engine, scheduler, seed, tolerance, max_steps, residuals, curve,
        plot, size,
    )  # fmt: skip
    return ran(reader, run)
