"""mvcalc practise: a function of one's own, differentiated rule by rule, with a verdict on each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option, Wrt

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.quiz.practise import Practice, Record
    from mvcalc_cli.report import Block, Report

# Functions of so many seeds are offered, so that a seed can be read out and typed.
_SEEDS = 10_000
_MOST_VARIABLES = 6


def report(
    reader: Reader,
    expr: Annotated[str, Argument("EXPR", help="the function; none with --random")] = "",
    *,
    wrt: Wrt = None,
    rules: Annotated[bool, Option("--rules/--no-rules", help="ask which rule, too", default="on")] = True,
    random: Annotated[
        int | None, Option("--random", metavar="LEVEL", help="draw a function: 1, 2 or 3", minimum=1, maximum=3)
    ] = None,
    seed: Annotated[int | None, Option("--seed", metavar="N", help="of --random", minimum=0)] = None,
) -> Report:
    """The conversation, and how it went. Exit code 0 if all was right in the end, 1 if a solution was needed."""
    from mvcalc_cli.commands.conversing import Page
    from mvcalc_cli.quiz.engine import Server

    tree, seed = _function(reader, expr, random, seed)
    names = _by(reader, tree, wrt)
    page = Page(reader)
    engine = Server()
    try:
        practices = _practices(tree, names, engine, reader, rules)
        _talk(page, tree, practices, seed)
    finally:
        engine.close()
    return _report(reader, tree, practices)


def _function(reader: Reader, expr: str, level: int | None, seed: int | None) -> tuple[Tree, int | None]:
    """The function that was typed, or one that is drawn; with its seed."""
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.quiz.steps.draw import drawn

    if level is None:
        if not expr:
            raise InputError("a function is missing", hint="mvcalc practise 'x^2 sin(3x)', or --random 2")
        if seed is not None:
            raise InputError("--seed is the seed of --random", hint="mvcalc practise --random 2 --seed 7")
        return reader.expression(expr), None
    if expr:
        raise InputError("--random draws a function, and one is given too", hint="leave out one of them")
    if seed is None:
        from random import SystemRandom

        seed = SystemRandom().randrange(_SEEDS)
    return reader.expression(drawn(level, seed)), seed


def _by(reader: Reader, tree: Tree, wrt: str | None) -> tuple[str, ...]:
    """The variables, one after the other."""
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.tree import variables

    if tree.kind in {"relation", "logic", "boolean", "vector", "matrix", "set", "interval", "union"}:
        raise InputError("one function is practised at a time, and no equation", hint="mvcalc practise 'x^2 sin(3x)'")
    names = reader.variables(wrt) if wrt is not None else variables(tree)
    if not names:
        raise InputError("there is no variable to differentiate by", hint="mvcalc practise 'x^2 sin(3x)'")
    if len(names) > _MOST_VARIABLES:
        raise InputError(f"{len(names)} variables are many to practise", hint=f"name some: --wrt {','.join(names[:2])}")
    return tuple(dict.fromkeys(names))


def _practices(tree: Tree, names: tuple[str, ...], engine: object, reader: Reader, rules: bool) -> list[Practice]:
    """One for each variable; what takes too long to differentiate is nothing to practise on."""
    from mvcalc_cli.errors import LimitError
    from mvcalc_cli.quiz.practise import Practice
    from mvcalc_cli.symbolic.patience import OutOfPatience, patience

    try:
        with patience(5.0):
            return [Practice(tree, name, engine, reader.kinds, rules) for name in names]  # type: ignore[arg-type]
    except OutOfPatience:
        raise LimitError("this function takes too long to differentiate", hint="practise on a shorter one") from None


def _talk(page: object, tree: Tree, practices: list[Practice], seed: int | None) -> None:
    from typing import Any, cast

    from mvcalc_cli.language.printers import line
    from mvcalc_cli.quiz.line_mode import Said
    from mvcalc_cli.quiz.steps.talk import Talk

    shown = cast("Any", page)
    if seed is not None:
        shown.say(Said((f"seed {seed}   f = ", tree), "secondary", 0))
    shown.say(
        Said(("hint, solution, quit or ? at any time; the whole derivative may be typed at once",), "secondary", 0)
    )
    for place, practice in enumerate(practices):
        if len(practices) > 1:
            shown.say(Said((f"{place + 1} of {len(practices)}, by {line(_variable(practice.by))}",), "secondary", 0))
        if not Talk(practice, shown.say, shown.ask).run():
            for other in practices[place + 1 :]:
                other.quit()
            return


def _variable(name: str) -> Tree:
    from mvcalc_cli.language.tree import as_variable

    return as_variable(name)


# --- how it went -----------------------------------------------------------------------------------


def _report(reader: Reader, tree: Tree, practices: list[Practice]) -> Report:
    from mvcalc_cli.report import Report

    records = [record for practice in practices for record in practice.records.values() if record.done]
    first = sum(record.first_try for record in records)
    hints = sum(record.hints for practice in practices for record in practice.records.values())
    solutions = sum(record.solution for practice in practices for record in practice.records.values())
    left = any(practice.left for practice in practices)
    right = all(practice.right for practice in practices)
    counts = {"steps": len(records), "first_try": first, "hints": hints, "solutions": solutions}
    return Report(
        "practise",
        blocks=_blocks(counts, right, left),
        rows=(("steps", len(records)), ("first try", first), ("hints", hints), ("solutions", solutions)),
        inputs=reader.inputs,
        data={
            "function": tree,
            "derivatives": [_derivative_data(practice) for practice in practices],
            **counts,
            "right": right,
            "left": left,
        },
        quiet=(("right" if right else "left" if left else "solution",),),
        exit_code=0 if right else 1,
    )


def _blocks(counts: dict[str, int], right: bool, left: bool) -> tuple[Block, ...]:
    from mvcalc_cli.report import Line, Verdict

    words = f"{counts['first_try']} of {counts['steps']} steps right at the first try"
    if counts["hints"]:
        words += f", {counts['hints']} hint{'s' if counts['hints'] > 1 else ''}"
    if counts["solutions"]:
        words += f", {counts['solutions']} solution{'s' if counts['solutions'] > 1 else ''} shown"
    if left:
        return (Line(), Verdict(f"left before the end: {words}", "open"))
    return (Line(), Verdict(words, "good" if right else "open"))


def _derivative_data(practice: Practice) -> dict[str, object]:
    return {
        "by": practice.by,
        "result": practice.root.result,
        "right": practice.right,
        "steps": [_step_data(record) for record in practice.records.values()],
    }


def _step_data(record: Record) -> dict[str, object]:
    from mvcalc_cli.language.printers import plain

    return {
        "rule": record.step.rule,
        "before": plain(record.step.before),
        "after": plain(record.step.result),
        "tries": record.tries,
        "hints": record.hints,
        "right": record.done and not record.solution,
        "solution": record.solution,
        "mistakes": list(record.mistakes),
    }
