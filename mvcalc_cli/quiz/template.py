"""The bank that `mvcalc quiz new` writes."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

_TEMPLATE: Final = """\
# A bank of questions for mvcalc.
#   mvcalc quiz preview FILE --watch   shows it while you write
#   mvcalc quiz lint FILE              proves every question over 50 seeds
#   mvcalc quiz test FILE              runs the tests below
# A whole example, with every type of answer and every rule of grading: mvcalc quiz preview example

schema: 1
bank:
  id: @ID@
  title: @TITLE@
@MODULE@  licence: CC-BY-4.0
  # authors: [you]

questions:
- id: power-rule              # stable: the history hangs on it
  tags: [power-rule]          # skills; statistics go by them
  difficulty: 1               # 1 to 5
  time: 30s
  variables: {x: real}        # real, positive, integer, or [0, 5]
  params:
    a: {integer: [2, 9]}      # also choice: [..], real: [lo, hi, step], sample: {from: [..], size: 2}
    n: {integer: [3, 6]}
    f: a x^n                  # derived from the ones before it
  where: "a != n"             # draws that break it are drawn again
  prompt: "Differentiate f(x) = {f}."   # {..} is worked out; a brace is written twice
  # type: number expression vector matrix set point-set equation interval choice multi text order
  type: expression
  label: "f'(x) ="
  answer: diff(f, x)          # diff, grad, jacobian, hessian, taylor, integrate, limit, solve
  # grade: {by: factored}     # equivalent identical factored expanded lowest-terms antiderivative, up-to: [constant]
  mistakes:                   # wrong ideas that you know, each with its own words
  - answer: a x^(n - 1)
    say: "The exponent {n} comes down as a factor."
    score: 0.25
    name: factor-forgotten
  hints: ["The exponent comes down as a factor, and is one less afterwards."]
  solution: ["f'(x) = {a}·{n}·x^({n} − 1) = {diff(f, x)}"]
  # tests: what learners type, and what they get. seed: any, or one seed; the answer stands under `answer`, or under
  # the id of each part that is answered; parameters are put in. Beside it what is expected: score: 0 to 1, mistake:
  # its name, or invalid: true for what cannot be read (no attempt is lost). Of the other types the options are typed,
  # or the words, with placeholders for what is worked out:
  #   choice   {seed: any, answer: "a saddle", score: 1}, {seed: any, answer: "{2a} m", score: 0}
  #   multi    {seed: any, answer: "a saddle, a maximum", score: 0.5}
  #   order    {seed: any, answer: "{x^2}, {a x}, {a}", score: 1}
  #   text     {seed: any, answer: gradient, score: 1}
  # The letters a, b, c of options count too, but options are shuffled: a letter is for one seed.
  tests:
  - {seed: any, answer: "a n x^(n - 1)", score: 1}
  - {seed: any, answer: "a x^(n - 1)", score: 0.25, mistake: factor-forgotten}
  - {seed: any, answer: "a x^", invalid: true}
"""


def template(path: str, module: int | None = None) -> str:
    """A commented bank of one question; its id comes from the name of the file.

    >>> template("My bank.yaml", 2).splitlines()[8:11]
    ['  id: my-bank', '  title: My bank', '  module: 2']
    """
    stem = PurePath(path).stem
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:64] or "bank"
    title = re.sub(r"[^A-Za-z0-9]+", " ", stem).strip() or "A bank"
    title = title[0].upper() + title[1:]
    quoted = title if re.match("[A-Za-z]", title) else f'"{title}"'
    chosen = f"  module: {module}\n" if module is not None else ""
    return _TEMPLATE.replace("@ID@", name).replace("@TITLE@", quoted).replace("@MODULE@", chosen)
