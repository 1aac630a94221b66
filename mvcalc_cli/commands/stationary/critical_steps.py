"""The working of a problem of critical points, as a teacher writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.commands.stationary.stepwise import Step
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Span


def worked(found: Examined) -> list[Step]:
    """Derivatives, equations, the way to the points, the test at each, and what is global."""
    from mvcalc_cli.commands.stationary.critical_way import impossible, way
    from mvcalc_cli.commands.stationary.stepwise import Step

    several = len(found.question.names) > 1
    shown = way(found)
    steps = [Step("gradient" if several else "derivatives", "", tuple(_derivatives(found)))]
    if (not shown or shown[0].rule != "factor") and not impossible(found):
        steps.append(Step("equations", "∇f = 0" if several else "f′ = 0", tuple(_equations(found))))
    steps += shown or [Step("solutions", "", tuple(_solutions(found)))]
    steps += [_test(found, together) for together in _alike(found)]
    if whole := _global(found):
        steps.append(Step("global", "", tuple(whole)))
    return steps


def _derivatives(found: Examined) -> list[tuple[Span, ...]]:
    from mvcalc_cli.commands.stationary.critical_way import sign
    from mvcalc_cli.report import Span

    names = found.question.names
    named = zip(names, found.gradient, strict=True)
    lines: list[tuple[Span, ...]] = [(Span(f"{sign(name, names)} = "), Span(slope)) for name, slope in named]
    return lines if len(names) > 1 else [*lines, (Span("f″ = "), Span(found.hessian[0][0]))]


def _equations(found: Examined) -> list[tuple[Span, ...]]:
    from mvcalc_cli.report import Span

    return [(Span(slope), Span(" = 0")) for slope in found.gradient]


def _solutions(found: Examined) -> list[tuple[Span, ...]]:
    """The points where no way to them is known that fits on a board."""
    from mvcalc_cli.commands.stationary.critical_screen import family_text
    from mvcalc_cli.report import Span

    lines: list[tuple[Span, ...]] = [
        (Span(_at(one)),) for one in found.points if one.differentiable and one.family is None
    ]
    lines += [(Span(family_text(found, family)),) for family in found.found.families]
    return [*lines, (Span(_how(found), "secondary"),)] if lines else [(Span("none was found by looking"),)]


def _how(found: Examined) -> str:
    """Of solutions that fall from the sky: where they come from."""
    if found.found.method != "exact":
        return "found by numbers, put back at 30 digits" if found.found.method == "numeric" else "some found by numbers"
    if "Gröbner" in (found.found.complete or ""):
        return "solved by algebra (a Gröbner basis)"
    if any("W(" in _at(one) for one in found.points):
        return "solved by algebra (Lambert's W)"
    return "solved by algebra"


def _alike(found: Examined) -> list[list[Critical]]:
    """The points that have one test: with the same second derivatives and value; of families those of one kind."""
    from mvcalc_cli.commands.stationary.critical_families import kinds_told

    known = {place for place, _ in enumerate(found.found.families, 1) if kinds_told(found, place)}
    groups: dict[tuple[object, ...], list[Critical]] = {}
    for one in found.points:
        key: tuple[object, ...] = (one.kind.kind, one.kind.reason, one.kind.hessian, one.exact, one.differentiable)
        if one.family in known:
            key = (one.kind.kind, one.family)
        elif one.kind.hessian is None or one.kind.singular:
            key = (id(one),)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _test(found: Examined, together: Sequence[Critical]) -> Step:
    """The second derivatives at a point, what they say, and the value."""
    from mvcalc_cli.commands.stationary.stepwise import Step
    from mvcalc_cli.report import Span

    one = together[0]
    lines = [*_bending(found, one), (Span(one.kind.kind, "answer"), Span(f": {_reason(found, one)}"))]
    if one.value is not None:
        lines.append((Span("f = "), Span(one.exact if one.exact is not None else one.value)))
    if len(together) > 1 and one.family is None:
        lines.append((Span(f"the same at {', '.join(map(_at, together[1:]))}"),))
    elif one.family is not None:
        lines += _of_family(found, one)
    name = f"{found.question.names[0]} = " if len(found.question.names) == 1 else ""
    rule = "second derivative test" if one.differentiable else "where pieces of f meet"
    return Step(rule, f"at {name}{_at(one)}".replace("= ≈", "≈"), tuple(lines))


def _of_family(found: Examined, one: Critical) -> list[tuple[Span, ...]]:
    """The members of its family that have its kind."""
    from mvcalc_cli.commands.stationary.critical_families import kinds_told
    from mvcalc_cli.commands.stationary.critical_screen import family_text
    from mvcalc_cli.report import Span

    place = one.family or 0
    told = [each for each in kinds_told(found, place) if one.kind.kind in each.kind]
    if len(told) != 1:
        return []
    members = f" with {told[0].members}" if told[0].members else ""
    why = "the derivatives repeat themselves"
    return [(Span(f"the same kind at each {family_text(found, found.found.families[place - 1])}{members}: {why}"),)]


def _bending(found: Examined, one: Critical) -> list[tuple[Span, ...]]:
    """The Hessian, its determinant and eigenvalues; f″ of one variable."""
    from mvcalc_cli.report import Span

    if not one.kind.eigenvalues:
        return []
    if len(found.question.names) == 1:
        value = one.kind.eigenvalues[0]
        relation = " > 0" if value > 0 else " < 0" if value < 0 else " = 0"
        number = _number(one.eigenvalues[0] if one.eigenvalues else None, value)
        return [(Span(f"f″({_at(one)}) = "), *([number, Span(relation)] if value else [Span("0")]))]
    lines: list[tuple[Span, ...]] = []
    if one.kind.hessian is not None:
        spans: list[Span] = []
        for k, row in enumerate(one.kind.hessian):
            for j, entry in enumerate(row):
                spans += [Span("; " if k and not j else ", " if j else ""), Span(entry)]
        at = _at(one) if _at(one).startswith("(") else f"({_at(one)})"
        lines.append((Span(f"H{at} = ["), *spans, Span("]")))
    exact = one.eigenvalues or tuple(None for _ in one.kind.eigenvalues)
    values: list[Span] = []
    for place, (tree, size) in enumerate(zip(exact, one.kind.eigenvalues, strict=True)):
        values += [Span(", " if place else ", eigenvalues "), _number(tree, size)]
    return [*lines, (Span("det H = "), _number(one.determinant, one.kind.determinant), *values)]


def _number(exact: Tree | None, number: float) -> Span:
    from mvcalc_cli.report import Span

    return Span(exact if exact is not None else number)


def _reason(found: Examined, one: Critical) -> str:
    """Why, without the numbers that stand above."""
    if one.kind.singular or not one.kind.eigenvalues or one.kind.kind not in {"minimum", "maximum", "saddle"}:
        return one.kind.reason
    relation = ">" if one.kind.kind == "minimum" else "<"
    if len(found.question.names) == 1:
        return f"f″ {relation} 0"
    return "the eigenvalues have both signs" if one.kind.kind == "saddle" else f"all eigenvalues are {relation} 0"


def _global(found: Examined) -> list[tuple[Span, ...]]:
    """The global ones, those with one reason together."""
    from mvcalc_cli.commands.stationary.critical_screen import some
    from mvcalc_cli.report import Span

    reasons: dict[str, list[str]] = {}
    for one in found.points:
        if one.verdict.kind:
            reasons.setdefault(f"{one.verdict.kind}, since {one.verdict.reason}", []).append(_at(one))
    return [(Span(f"{some(points)}: {why}"),) for why, points in reasons.items()]


def _at(one: Critical) -> str:
    from mvcalc_cli.commands.stationary.critical_screen import point_text

    return point_text(one)
