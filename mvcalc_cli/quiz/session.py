"""A session, without a terminal: what is asked, what a learner may do, and what is kept after each answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.advice import advised
from mvcalc_cli.quiz.engine import Engine
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.outcomes import Outcome, outcome
from mvcalc_cli.quiz.question import Bank, Question
from mvcalc_cli.quiz.schedule import AGAIN, Effort, Rating, days_until, rating, reviewed, usual_time
from mvcalc_cli.quiz.variant import Filled, Variant, VariantPart
from mvcalc_cli.store import Attempt, Card, Item, Planned, Review, Session, Store, now


class Feedback(NamedTuple):
    """What an answer brought.

    Attributes:
        marked: The verdict.
        part_done: Whether the part is right, or cannot be tried again.
        question_done: Whether the whole question is.
        rating: Of the question, once it is done; None in exams and when cramming.
        days: Until it comes back; None where it is not scheduled.
    """

    marked: Marked
    part_done: bool = False
    question_done: bool = False
    rating: Rating | None = None
    days: int | None = None


class Progress(NamedTuple):
    """Where a learner stands in one part of a question.

    Attributes:
        tries: Answers that were marked.
        hints: Hints shown.
        score: The best score.
        right: Whether it is right.
        gave_up: The solution was seen, or it was skipped.
        ms: Time spent.
        raw: The last answer as typed.
        value: The last answer as an expression, for parts that follow.
        verdict: On the last answer; "" before it.
    """

    tries: int = 0
    hints: int = 0
    score: float = 0.0
    right: bool = False
    gave_up: bool = False
    ms: int = 0
    raw: str = ""
    value: Tree | None = None
    verdict: str = ""

    @property
    def done(self) -> bool:
        """Nothing more to do here."""
        return self.right or self.gave_up


class Result(NamedTuple):
    """How one question of a session went.

    Attributes:
        item: Its place in the plan.
        question: As it stands in its bank.
        score: 0 to 1, its parts by their weights.
        right: Every part is.
        tries: Of the part that needed most; 0 where nothing was answered.
        answers: The last one of each part, as typed; "" where there is none.
        verdicts: On these; "" where there is none.
        checks: How each of them was compared, in words; "" where that is not known any more.
        ms: Time spent.
    """

    item: Item
    question: Question
    score: float
    right: bool
    tries: int
    answers: tuple[str, ...]
    verdicts: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    ms: int = 0

    @property
    def outcome(self) -> Outcome:
        """Right, wrong, undecided, or open: not answered."""
        return "right" if self.right else outcome(self.item.state, (False,), self.verdicts)

    @property
    def at_once(self) -> bool:
        """Right at the first answer to each part."""
        return self.right and self.tries == 1

    @property
    def undecided(self) -> bool:
        """Neither right nor wrong: an answer that could not be decided stands among right ones."""
        return self.outcome == "undecided"


def _with_say(marked: Marked, part: VariantPart) -> Marked:
    """What the bank says to those who take a wrong option; the first of them where there are several."""
    task = part.task
    if marked.score >= 1 or marked.say or task.kind not in {"choice", "multi"}:
        return marked
    taken = {marked.reading} if task.kind == "choice" else _taken(marked, task)
    says = [say for option, say in zip(task.options, part.says, strict=True) if option in taken and say]
    return marked._replace(say=says[0]) if says else marked


def _taken(marked: Marked, task: Task) -> set[str]:
    """The options that were taken and should not have been."""
    judged = zip(task.options, marked.components, strict=False)
    return {option for option, right in judged if not right and option not in task.texts}


# What follows a placement: (bank, question) -> whether the first answer was right.
Follow = Callable[[Mapping[tuple[str, str], bool]], Sequence[Planned]]

_ENGINE: Final = "1"  # of grading: raised when verdicts may change
_WRONG: Final = frozenset({"different", "domain-differs"})
GAVE_UP: Final = "gave-up"  # the verdict that is kept where the solution was seen


class Sitting:
    """A session that is going on.

    Args:
        store: Keeps every answer.
        session: With its plan in the store.
        banks: By id; a question that is gone is left out.
        engine: Makes variants, grades and reads answers.
        clock: Milliseconds since 1970.
        zone: The learner's time zone.
        follow: What is asked after a placement, from (bank, question) -> whether it was right at once.

    What was begun earlier goes on where it stood: the answers in the store say so.
    """

    def __init__(  # noqa: PLR0917
        self,
        store: Store,
        session: Session,
        banks: Mapping[str, Bank],
        engine: Engine,
        clock: Callable[[], int] = now,
        zone: object = None,
        follow: Follow | None = None,
    ) -> None:
        self.news = ""  # told with the next question
        self._follow = follow
        self.store, self.session, self.banks = store, session, banks
        self._engine, self._clock, self._zone = engine, clock, zone
        self.items = [item for item in store.items(session.id) if self._question(item) is not None]
        self.settings: Mapping[str, Any] = json.loads(session.settings)
        self._variants: dict[int, Variant] = {}
        self.progress: dict[tuple[int, str], Progress] = {}
        self._checks: dict[tuple[int, str], Marked] = {}
        self._ended = False
        self._reopened: dict[int, set[str]] = {}  # item -> the parts answered since, of an exam's question gone back to
        self._shown_at = clock()
        self._last: tuple[Item, Review] | None = None
        self._restore()
        self.place = next((place for place, item in enumerate(self.items) if item.state == "open"), len(self.items))

    # --- where we are -----------------------------------------------------------------------------------

    @property
    def exam(self) -> bool:
        """In an exam nothing is said until the end."""
        return self.session.kind == "exam"

    @property
    def scheduled(self) -> bool:
        """Whether answers move the schedule."""
        return self.session.kind in {"practice", "review"}

    @property
    def over(self) -> bool:
        """Every question is done, or an exam's time is."""
        return self.place >= len(self.items) or self.time_over

    @property
    def seconds_left(self) -> float | None:
        """Of an exam with a clock, which runs on while nobody sits at it; None without."""
        allowed = self.settings.get("time")
        if not self.exam or not allowed:
            return None
        return max(0.0, float(allowed) - (self._clock() - self.session.started_at) / 1000)

    @property
    def time_over(self) -> bool:
        """What is answered now does not count any more."""
        return self.seconds_left == 0

    @property
    def rated(self) -> bool:
        """Whether there is a question whose rating the learner may override."""
        return self._last is not None

    @property
    def item(self) -> Item:
        """The question that is on."""
        return self.items[self.place]

    @property
    def question(self) -> Question:
        """The same, as it stands in its bank."""
        found = self._question(self.item)
        assert found is not None
        return found

    @property
    def variant(self) -> Variant:
        """The variant that is on, made once; raises MvcalcError where its bank has a mistake."""
        return self._made(self.item, self.question)

    @property
    def part(self) -> VariantPart:
        """The first part that is not done; the last one when all are."""
        parts = self.variant.parts
        return next((part for part in parts if not self._is_done(part)), parts[-1])

    def of(self, part: VariantPart) -> Progress:
        """How a part of the question that is on stands."""
        return self.progress.get((self.item.id, part.part.id), Progress())

    # --- what a learner may do --------------------------------------------------------------------------

    def answer(self, text: str) -> Feedback:
        """Grade an answer to the part that is on, and keep it. An unreadable one costs nothing, in an exam too."""
        part = self.part
        task = self._engine.follow(self.variant, part, self._values())
        marked = _with_say(self._engine.grade(task, text), part)
        if marked.verdict == "invalid":
            marked = advised(marked, task)
            self.store.record(self._attempt(part, text, marked, self.of(part).tries))
            return Feedback(marked)
        return self._count(part, text, marked, self._value(part, task, text))

    def read(self, text: str) -> Tree | None:
        """An answer to the part that is on as an expression; None if it is none."""
        return self._engine.read(self.part.task, text)

    def mark(self, right: bool) -> Feedback:
        """The learner's own verdict on an answer that could not be decided."""
        part = self.part
        before = self.of(part)
        score = 1.0 if right else 0.0
        marked = Marked("equal" if right else "different", score, "marked by yourself")
        self.progress[self.item.id, part.part.id] = before._replace(tries=before.tries - 1)
        return self._count(part, before.raw, marked, before.value)

    def pass_over(self, marked: Marked | None = None, text: str = "") -> None:
        """Leave the part that is on without an answer, or with one that is `marked` as unreadable. Nothing is kept."""
        part = self.part
        verdict = marked.verdict if marked is not None else ""
        self.progress[self.item.id, part.part.id] = Progress(gave_up=True, raw=text, verdict=verdict)
        if marked is not None:
            self._checks[self.item.id, part.part.id] = marked
        stood = [self.of(each) for each in self.variant.parts]
        if all(each.done for each in stood) and any(each.raw for each in stood):
            self._set_state("done")

    def hint(self) -> Filled | None:
        """The next hint; None if there are no more. Hints are not given in an exam."""
        part = self.part
        before = self.of(part)
        if self.exam or before.hints >= len(part.hints):
            return None
        self.progress[self.item.id, part.part.id] = before._replace(hints=before.hints + 1)
        return part.hints[before.hints]

    def give_up(self) -> Feedback:
        """See the solution: every part that is not right is wrong, and the question is done."""
        seen = self.part
        marked = Marked("different", 0.0, "")
        attempt = self._attempt(seen, "", marked, self.of(seen).tries + 1)._replace(verdict=GAVE_UP)
        for part in self.variant.parts:
            if not self.of(part).done:
                self.progress[self.item.id, part.part.id] = self.of(part)._replace(gave_up=True)
        self.progress[self.item.id, seen.part.id] = self.of(seen)._replace(verdict=GAVE_UP)
        return self._finish("done", attempt, marked)

    def skip(self) -> int | None:
        """Leave the question; days until it comes again, None where it is not rated.

        One that was answered wrongly is not known: it is rated as that. One of an exam that was answered before keeps
        its answer.
        """
        state = "done" if self._reopened.pop(self.item.id, None) is not None else "skipped"
        review = self._lapse()
        card = reviewed(self._card(self.item), review) if review else None
        self.store.settle(self.item, state, review, card)
        self._set_state(state)
        self._last = None  # the question before this one is now one that has no rating to be changed
        self.next()
        return days_until(card, review.at, self._zone) if review and card else None

    def next(self) -> None:
        """On to the next question that is open; after a placement there are more."""
        places = range(self.place + 1, len(self.items))
        if not any(item.state == "open" for item in self.items):
            self._go_on()
            places = range(self.place + 1, len(self.items))
        self.place = next((place for place in places if self.items[place].state == "open"), len(self.items))
        self._shown_at = self._clock()

    def back(self) -> bool:
        """To the question before this one that was left open or skipped; False if there is none.

        In an exam also to one that was answered: it is asked again, and the later answer counts.
        """
        for place in range(self.place - 1, -1, -1):
            state = self.items[place].state
            if state in {"open", "skipped"} or self.exam:
                self.place = place
                if state == "done":
                    self._reopened[self.item.id] = set()
                self._shown_at = self._clock()
                return True
        return False

    def rate(self, word: Rating) -> int | None:
        """The learner's own rating of the question that was just done; days until it comes back."""
        if self._last is None:
            return None
        item, review = self._last
        own = review._replace(rating=word)
        # The card before this question was done, then the learner's own rating in the place of ours.
        card = reviewed(self._card_before(item, review), own)
        self.store.settle(item, "done", own, card)
        self._last = item, own
        return days_until(card, review.at, self._zone)

    def end(self) -> None:
        """The session is over: what is open stays unanswered."""
        self._ended = True
        self.store.end(self.session, self._clock())

    def results(self) -> tuple[Result, ...]:
        """How each question went; a question never answered has no tries."""
        return tuple(self._result(item) for item in self.items)

    def solution_of(self, item: Item) -> tuple[Filled, ...]:
        """How a question is done, of the variant that was asked; () where its bank has a mistake."""
        question = self._question(item)
        if question is None:
            return ()
        try:
            return self._made(item, question).solution
        except MvcalcError:
            return ()

    @property
    def placing(self) -> bool:
        """Whether the questions are still those that find out where a learner stands."""
        return self.settings.get("placement") == len(self.items)

    # --- inside -----------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """After a placement: practice where it helps most."""
        if not self.placing or self._follow is None:
            return
        placed = {(each.item.bank, each.item.question_id): each.right and each.tries == 1 for each in self.results()}
        more = self._follow(placed)
        self.store.extend(self.session, more)
        self.items += self.store.items(self.session.id)[len(self.items) :]
        right = f"{sum(placed.values())} of {len(placed)} right at once"
        if more:
            self.news = f"that was the placement: {right}. Now {len(more)} questions where practice helps most"

    def _question(self, item: Item) -> Question | None:
        bank = self.banks.get(item.bank)
        if bank is None:
            return None
        return next((each for each in bank.questions if each.id == item.question_id), None)

    def _made(self, item: Item, question: Question) -> Variant:
        """The variant of an item, made once."""
        if item.id not in self._variants:
            self._variants[item.id] = self._engine.variant(question, item.seed, item.bank)
        return self._variants[item.id]

    def _value(self, part: VariantPart, task: Task, text: str) -> Tree | None:
        """The answer as an expression, where a later part follows it."""
        followed = {each.part.follow for each in self.variant.parts}
        return self._engine.read(task, text) if part.part.id in followed else None

    def _values(self) -> dict[str, Tree]:
        """The learner's own values of earlier parts; read again where the answer is of an earlier sitting."""
        followed = {each.part.follow for each in self.variant.parts if each.part.follow}
        values = {}
        for part in self.variant.parts:
            stood = self.of(part)
            if part.part.id in followed and stood.raw:
                value = stood.value or self._engine.read(part.task, stood.raw)
                values.update({part.part.id: value} if value is not None else {})
        return values

    def _is_done(self, part: VariantPart) -> bool:
        """Nothing more to do there; of a question gone back to, if it was answered since."""
        again = self._reopened.get(self.item.id)
        return self.of(part).done if again is None else part.part.id in again

    def _count(self, part: VariantPart, text: str, marked: Marked, value: Tree | None) -> Feedback:
        before = self.of(part)
        right = marked.score >= 1
        after = Progress(
            before.tries + 1,
            before.hints,
            max(before.score, marked.score) if not self.exam else marked.score,
            right,
            self.exam and not right,
            before.ms + self._spent(),
            text,
            value,
            marked.verdict,
        )
        self.progress[self.item.id, part.part.id] = after
        self._checks[self.item.id, part.part.id] = marked
        attempt = self._attempt(part, text, marked, after.tries)
        if self.item.id in self._reopened:
            self._reopened[self.item.id].add(part.part.id)
        if all(map(self._is_done, self.variant.parts)):
            self._reopened.pop(self.item.id, None)
            return self._finish("done", attempt, marked)
        self.store.record(attempt, self.item.state)
        self._shown_at = self._clock()
        return Feedback(marked if after.done else marked.guarded, after.done)

    def _finish(self, state: str, attempt: Attempt, marked: Marked) -> Feedback:
        """The question is done: keep the answer, its review and its card, all at once."""
        word = self._rating() if self.scheduled else None
        review = self._review(word) if word is not None else None
        card = reviewed(self._card(self.item), review) if review else None
        number = self.store.record(attempt, state, review, card)
        self._set_state(state)
        self._last = (self.item, review._replace(attempt_id=number)) if review else None
        self._shown_at = self._clock()
        if review is None or card is None:
            return Feedback(marked, part_done=True, question_done=True)
        days = days_until(card, review.at, self._zone)
        return Feedback(marked, part_done=True, question_done=True, rating=word, days=days)

    def _rating(self) -> Rating:
        """Of the question that is on, by what the learner did."""
        efforts = [
            Effort(each.right, each.tries, each.hints, each.ms, each.gave_up)
            for each in map(self.of, self.variant.parts)
        ]
        return rating(efforts, usual_time(self.store.reviews(self.session.profile)))

    def _review(self, word: Rating) -> Review:
        """The rating of the question that is on, to be kept."""
        spent = sum(self.of(part).ms for part in self.variant.parts)
        item = self.item
        return Review(item.bank, item.question_id, item.revision, self.session.profile, word, self._clock(), spent)

    def _lapse(self) -> Review | None:
        """The review of a question that is left after a wrong answer; None where it has one of that answer already."""
        if not self.scheduled:
            return None
        answers = [attempt for item, attempt in self.store.attempts(self.session.id) if item.id == self.item.id]
        wrong = [attempt.id for attempt in answers if attempt.verdict in _WRONG and attempt.score < 1]
        known = {review.attempt_id for review in self.store.reviews(self.session.profile)}
        if not wrong or wrong[-1] in known:
            return None
        return self._review(AGAIN)._replace(attempt_id=wrong[-1])

    def _card(self, item: Item) -> Card | None:
        key = (item.bank, item.question_id)
        cards = self.store.cards(self.session.profile)
        return next((card for card in cards if (card.bank, card.question_id) == key), None)

    def _card_before(self, item: Item, review: Review) -> Card | None:
        """What the schedule knew before this review, from the reviews."""
        from mvcalc_cli.quiz.schedule import rebuilt

        key = (item.bank, item.question_id)
        earlier = [
            each
            for each in self.store.reviews(self.session.profile)
            if (each.bank, each.question_id) == key and each.at < review.at
        ]
        found = rebuilt(earlier)
        return found[0] if found else None

    def _attempt(self, part: VariantPart, text: str, marked: Marked, n: int) -> Attempt:
        hints = self.of(part).hints
        return Attempt(
            self.item.id, part.part.id, n, text, marked.reading, marked.verdict, marked.score, marked.mistake, hints,
            self._spent(), _ENGINE, self._clock(),
        )  # fmt: skip

    def _spent(self) -> int:
        return max(0, self._clock() - self._shown_at)

    def _set_state(self, state: str) -> None:
        self.items[self.place] = self.items[self.place]._replace(state=state)

    def _restore(self) -> None:
        """What the store knows of answers that were given before; what was marked by the learner comes later."""
        for item, attempt in self.store.attempts(self.session.id):
            if attempt.verdict == "invalid":
                continue
            before = self.progress.get((item.id, attempt.part), Progress())
            right = attempt.score >= 1
            self.progress[item.id, attempt.part] = Progress(
                max(before.tries, attempt.n),
                attempt.hints,
                attempt.score if self.exam else max(before.score, attempt.score),
                right,
                attempt.verdict == GAVE_UP or (self.exam and not right),
                before.ms + attempt.ms,
                attempt.raw or before.raw,
                None,
                attempt.verdict,
            )

    def _result(self, item: Item) -> Result:
        question = self._question(item)
        assert question is not None
        stood = [self.progress.get((item.id, part.id), Progress()) for part in question.parts]
        weights = [part.weight for part in question.parts]
        score = sum(each.score * weight for each, weight in zip(stood, weights, strict=True)) / sum(weights)
        return Result(
            item,
            question,
            score,
            all(each.right for each in stood),
            max((each.tries for each in stood), default=0),
            tuple(each.raw for each in stood),
            tuple(each.verdict for each in stood),
            tuple(self._check(item, part.id) for part in question.parts),
            sum(each.ms for each in stood),
        )

    def _check(self, item: Item, part: str) -> str:
        """How an answer was compared; while it may be given again, without what is to be found."""
        marked = self._checks.get((item.id, part))
        if marked is None:
            return ""
        closed = self._ended or self.time_over if self.exam else self.progress[item.id, part].done
        return marked.why if closed else marked.guarded.why
