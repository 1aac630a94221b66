"""The shapes of the JSON answers, `mvcalc/1`: one Struct a command, from which the JSON Schema is made.

Keys may be added to these, never changed. The answers themselves are built by `data.py`; tests hold every
answer against its schema.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, json

from mvcalc_cli.render.schemas.approximations import Integrate, Limit, Taylor
from mvcalc_cli.render.schemas.banks import QuizFmt, QuizLint, QuizNew, QuizPreview, QuizSchema, QuizShow, QuizTest
from mvcalc_cli.render.schemas.derivatives import Diff, Grad, Hessian, Jacobian, Slope, VectorField
from mvcalc_cli.render.schemas.fit import Fit
from mvcalc_cli.render.schemas.mistakes import Error
from mvcalc_cli.render.schemas.optimisation import Descend, Newton
from mvcalc_cli.render.schemas.pictures import Plot
from mvcalc_cli.render.schemas.quiz import QuizGrade, QuizList, QuizNext, QuizReview, QuizRun, QuizStats
from mvcalc_cli.render.schemas.stationary import Critical, Lagrange
from mvcalc_cli.render.schemas.values import Algebra, Equal, Eval, Functions, Solve
from mvcalc_cli.render.schemas.workings import CheckWork, Practise

ANSWERS: dict[str, type[Struct]] = {
    "diff": Diff,
    "slope": Slope,
    "grad": Grad,
    "jacobian": Jacobian,
    "hessian": Hessian,
    "div": VectorField,
    "curl": VectorField,
    "laplacian": VectorField,
    "eval": Eval,
    "simplify": Algebra,
    "expand": Algebra,
    "factor": Algebra,
    "solve": Solve,
    "equal": Equal,
    "quiz grade": QuizGrade,
    "quiz lint": QuizLint,
    "quiz test": QuizTest,
    "quiz show": QuizShow,
    "quiz preview": QuizPreview,
    "quiz fmt": QuizFmt,
    "quiz new": QuizNew,
    "quiz run": QuizRun,
    "quiz review": QuizReview,
    "quiz next": QuizNext,
    "quiz list": QuizList,
    "quiz stats": QuizStats,
    "quiz schema": QuizSchema,
    "limit": Limit,
    "plot": Plot,
    "taylor": Taylor,
    "functions": Functions,
    "integrate": Integrate,
    "newton": Newton,
    "descend": Descend,
    "critical": Critical,
    "lagrange": Lagrange,
    "fit": Fit,
    "check-work": CheckWork,
    "practise": Practise,
    "error": Error,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a command's answer, or of "error"."""
    schema = json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
