"""Answers for a learner: quiz run, review, next, list, stats, grade."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from mvcalc_cli.render.schemas.common import Envelope


class QuizGrade(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz grade`; a line of a batch carries its id."""

    verdict: Literal["equal", "domain-differs", "different", "undecided", "invalid"]
    score: Annotated[float, Meta(description="0 to 1")]
    why: str
    reading: Annotated[str, Meta(description="the answer as it was understood")] = ""
    hint: str = ""
    components: Annotated[list[bool], Meta(description="for each entry whether it is right")] = []
    where: Annotated[dict[str, int] | None, Meta(description="the part of the answer that why is about")] = None
    id: Any = None


class QuizPart(Struct):
    """The answer to one part of a question."""

    part: str
    given: str
    verdict: Literal["equal", "domain-differs", "different", "undecided", "invalid", "gave-up", ""]


class QuizAnswer(Struct, kw_only=True, omit_defaults=True):
    """How one question of a session went."""

    id: str
    bank: str
    seed: int
    given: Annotated[str, Meta(description="as typed; of several parts each by its name")]
    correct: Annotated[bool | None, Meta(description="null where it was not answered or could not be decided")]
    outcome: Literal["right", "wrong", "undecided", "open"]
    score: float
    tries: int
    check: Annotated[str, Meta(description="how it was compared")]
    tags: list[str]
    parts: list[QuizPart] = []


class QuizDay(Struct):
    """When something is due next."""

    days: int
    date: str
    cards: int
    banks: list[str]


class QuizRun(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz run`: a session."""

    kind: Literal["practice", "cram", "exam", "review"]
    seed: int
    right: int
    total: int
    undecided: int
    score: Annotated[float, Meta(description="the mean of the questions, 0 to 1")]
    seconds: int
    answers: list[QuizAnswer]
    pass_: Annotated[float | None, Meta(description="what --pass asked for")] = field(name="pass", default=None)
    passed: bool | None = None


class QuizNext(Envelope, kw_only=True):
    """Answer of `mvcalc quiz next`."""

    due: int
    next: QuizDay | None


class QuizReview(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz review`: a session, or when something is due."""

    kind: Literal["review"] = "review"
    seed: int = 0
    right: int = 0
    total: int = 0
    undecided: int = 0
    score: float = 0.0
    seconds: int = 0
    answers: list[QuizAnswer] = []
    pass_: float | None = field(name="pass", default=None)
    passed: bool | None = None
    due: int = 0
    next: QuizDay | None = None


class QuizBank(Struct):
    """One bank."""

    id: str
    title: str
    module: int | None
    questions: int
    seen: int
    due: int
    path: str
    licence: str


class BrokenBank(Struct):
    """A file that is no bank, with every mistake in it as file:line:column: sentence."""

    path: str
    mistakes: list[str]


class QuizList(Envelope, kw_only=True):
    """Answer of `mvcalc quiz list`."""

    banks: list[QuizBank]
    broken: list[BrokenBank]


class QuizModule(Struct):
    """One module; a bank of no module has its id here."""

    module: int | str
    title: str
    seen: int
    right: Annotated[int, Meta(description="in the end, whatever the number of tries")]
    at_once: Annotated[int, Meta(description="at the first answer to each part")]
    due: int


class QuizTag(Struct):
    """One skill."""

    tag: str
    title: str
    seen: int
    right: int
    at_once: int
    due: int


class QuizMistake(Struct):
    """One known mistake; `mended` counts where it was put right in the same question."""

    mistake: str
    made: int
    mended: int


class QuizTotal(Struct):
    """All questions together."""

    seen: int
    right: Annotated[int, Meta(description="in the end, whatever the number of tries")]
    at_once: Annotated[int, Meta(description="at the first answer to each part")]
    due: int


class QuizWeak(Struct):
    """A weak skill."""

    tag: str
    seen: int
    right: Annotated[int, Meta(description="at the first answer")]


class QuizStats(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz stats`: `modules`, `tags` or `mistakes`, as --by says."""

    modules: list[QuizModule] = []
    tags: list[QuizTag] = []
    mistakes: list[QuizMistake] = []
    total: QuizTotal
    streak_days: int
    days: Annotated[list[int], Meta(description="questions answered on each of the last 14 days, today last")]
    weakest: list[QuizWeak]
