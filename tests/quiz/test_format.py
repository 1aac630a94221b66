"""The usual form of a bank: comments and meaning stay, and a second time changes nothing."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from mvcalc_cli.errors import FileError
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.format import formatted
from mvcalc_cli.quiz.nodes import BankError
from mvcalc_cli.quiz.question import Bank

EXAMPLE = Path(__file__).parents[2] / "quizzes" / "example.yaml"

WILD = """\
# head

questions:
    # first question
    -   prompt: "p"   # the prompt
        id: one       # stable


        # how
        tests:
            -   answer: 1
                seed: any
                score: 1
        type: text
        # the answer
        answer: |
            line one␣␣␣
              indented

            # no comment
        # tags: [later]
    - id: two
      type: expression
      answer: >-
        x +
        1
      prompt: "two
         lines"
      params:
        b: 3
        a: {integer: [1,
            2]}
# about
bank:
    title: T
    id: t
schema: 1


# end
""".replace("␣", " ")

TAME = """\
# head

schema: 1
# about
bank:
  id: t
  title: T
questions:
# first question
- id: one       # stable
  prompt: "p"   # the prompt
  type: text
  # the answer
  answer: |
      line one␣␣␣
        indented

      # no comment

  # how
  tests:
  - answer: 1
    seed: any
    score: 1
  # tags: [later]
- id: two
  params:
    b: 3
    a: {integer: [1,
        2]}
  prompt: "two
     lines"
  type: expression
  answer: >-
    x +
    1

# end
""".replace("␣", " ")


def without_places(value: object) -> object:
    """A bank without what its form decides."""
    if isinstance(value, Bank):
        value = value._replace(hash="")
    if type(value).__name__ == "Span":
        return None
    return tuple(map(without_places, value)) if isinstance(value, tuple) else value


def test_the_usual_form() -> None:
    assert formatted(WILD.encode(), "b.yaml").decode() == TAME
    assert formatted(TAME.encode(), "b.yaml").decode() == TAME
    assert without_places(parse(WILD.encode())) == without_places(parse(TAME.encode()))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a: 1\r\nb: 2\r\n", b"a: 1\nb: 2\n"),
        (b"\xef\xbb\xbfa: 1", b"a: 1\n"),
        (b"a: 1   \n\n\n", b"a: 1\n"),
        (b"{a: 1,\n b: 2}", b"{a: 1,\n b: 2}\n"),
        (b"a:\n      - 1\n      - 2\n", b"a:\n- 1\n- 2\n"),
        (b"a:\n  # why\n  - 1\n  # last\n", b"a:\n# why\n- 1\n# last\n"),
        (b"- - 1\n  - 2\n- 3\n", b"- - 1\n  - 2\n- 3\n"),
        (b"bank: {title: T, id: t}\n", b"bank: {title: T, id: t}\n"),  # what stands in one line is left
        (b"x: 1\nquestions: []\nschema: 1\n", b"schema: 1\nquestions: []\nx: 1\n"),
        (b"a: 'it''s #1'   # so\n", b"a: 'it''s #1'   # so\n"),
        (b"a:\nb:\n", b"a:\nb:\n"),
        (b"a: |2\n    x\n   y\nb: 1\n", b"a: |2\n    x\n   y\nb: 1\n"),
        (b"a: |+\n  x\n\n\n", b"a: |+\n  x\n\n\n"),
    ],
)
def test_small_texts(before: bytes, after: bytes) -> None:
    try:
        found = formatted(before, "b.yaml")
    except FileError:
        assert before.startswith(b"a: |+")  # blank lines at the end of a file belong to this text: it is left alone
        return
    assert found == after


def test_parameters_keep_their_order() -> None:
    text = b"questions:\n- params:\n    b: 1\n    a: b\n  id: q\n"
    assert formatted(text, "b.yaml") == b"questions:\n- id: q\n  params:\n    b: 1\n    a: b\n"


def test_the_example_is_in_the_usual_form() -> None:
    data = EXAMPLE.read_bytes()
    assert formatted(data, "example.yaml") == data


def test_what_is_no_bank_is_told() -> None:
    with pytest.raises(BankError, match="anchors and aliases"):
        formatted(b"a: &x 1\n", "b.yaml")


def comments(text: str) -> list[str]:
    return sorted(re.findall(r"(?m)^\s*(#.*?)\s*$", text))


def mutated(text: str, random_: random.Random) -> str:
    """The text with lines taken out, put in twice, indented, or signs in odd places."""
    lines = text.split("\n")
    for _ in range(random_.randint(1, 4)):
        place = random_.randrange(len(lines))
        kind = random_.randrange(5)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(place, random_.choice(lines))
        elif kind == 2:
            lines.insert(place, " " * random_.randrange(12) + "# a note")
        elif kind == 3:
            lines[place] = " " * random_.randrange(4) + lines[place]
        else:
            at = random_.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:at] + random_.choice("{}[]:,'\"#-|> ") + lines[place][at:]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text", [WILD, TAME, EXAMPLE.read_text().partition("# A number, exact")[0]], ids=["wild", "tame", "example"]
)
def test_meaning_and_comments_stay_whatever_the_text(text: str) -> None:
    random_ = random.Random(5)
    done = 0
    for _ in range(150):
        before = mutated(text, random_)
        try:
            after = formatted(before.encode(), "b.yaml").decode()
        except FileError:
            continue
        done += 1
        assert formatted(after.encode(), "b.yaml").decode() == after
        assert comments(before) == comments(after)
        try:
            bank = parse(before.encode())
        except BankError:
            continue
        assert without_places(parse(after.encode())) == without_places(bank)
    assert done > 15
