"""The JSON Schema of a bank, for editors: completion, and mistakes while one types."""

from __future__ import annotations

from typing import Any, Final, get_args

from mvcalc_cli.quiz.question import By, Kind
from mvcalc_cli.quiz.shape import SCHEMA

_TEXT: Final = {"type": "string", "minLength": 1}
# An answer that is a number may stand without quotation marks.
_LOOSE: Final = {"type": ["string", "number"]}
_TEXTS: Final = {"anyOf": [_LOOSE, {"type": "array", "items": _LOOSE}]}
# YAML 1.1 takes 1e-3 for a text.
_POSITIVE: Final = {
    "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": "^[0-9.]+(e-?[0-9]+)?$"}]
}
_ID: Final = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"}
_TWO: Final = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_NAMES: Final = "^([A-Za-z][A-Za-z0-9_]*'*)$"


def _object(fields: dict[str, Any], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """A mapping of exactly these fields."""
    found: dict[str, Any] = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**found, "required": list(needed)} if needed else found


def bank_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a bank file.

    >>> bank_schema()["required"]
    ['schema', 'bank', 'questions']
    """
    about = {
        "id": _ID, "title": _TEXT, "module": {"type": "integer", "minimum": 1, "maximum": 7}, "licence": _TEXT,
        "authors": _TEXTS, "lang": _TEXT,
    }  # fmt: skip
    top = {
        "schema": {"const": SCHEMA},
        "bank": _object(about, ("id", "title")),
        "questions": {"type": "array", "items": _question(), "minItems": 1},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A bank of questions for mvcalc",
        **_object(top, ("schema", "bank", "questions")),
    }


def _question() -> dict[str, Any]:
    """A question with parts, or with its only part inline."""
    own: dict[str, Any] = {
        "id": {**_ID, "description": "stable: the history hangs on it"},
        "revision": {"type": "integer", "minimum": 1, "description": "raise it to restart the scheduling"},
        "tags": _TEXTS,
        "difficulty": {"type": "integer", "minimum": 1, "maximum": 5},
        "time": {"type": "string", "pattern": r"^\d{1,4}(\.\d+)?\s*(s|min|h)$"},
        "references": {"type": "array", "items": {"anyOf": [_TEXT, _object({"text": _TEXT, "url": _TEXT})]}},
        "variables": {"anyOf": [{"type": "array", "items": _TEXT}, _variables()]},
        "params": {"type": "object", "propertyNames": {"pattern": _NAMES}, "additionalProperties": _parameter()},
        "where": {**_TEXTS, "description": "conditions on the parameters"},
        "prompt": {**_TEXT, "description": "with placeholders {f}; a brace is {{"},
        "figure": {**_TEXT, "description": "a picture of ours: plot {f} --contour"},
        "solution": _TEXTS,
        "tests": {"type": "array", "items": _test()},
    }
    part = _part()
    inline = {**own, **{name: value for name, value in part.items() if name != "id"}}
    whole = {**own, "parts": {"type": "array", "minItems": 1, "items": _object(part, ("id", "type"))}}
    return {"anyOf": [_object(inline, ("id", "prompt", "type")), _object(whole, ("id", "prompt", "parts"))]}


def _test() -> dict[str, Any]:
    """What a learner types, under the id of each part, and what it must get."""
    typed = (
        "what a learner types; with several parts its key is the id of the part; of a choice, multi or order the text"
    )
    return {
        "type": "object",
        "description": "run by `mvcalc quiz test` and `lint`",
        "properties": {
            "seed": {"anyOf": [{"const": "any"}, {"type": "integer", "minimum": 0}], "description": "any: every seed"},
            "answer": {**_LOOSE, "description": f"{typed} of options (letters only with one seed)"},
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "mistake": {**_TEXT, "description": "the name of the known mistake that it must be"},
            "invalid": {"type": "boolean", "description": "true: it cannot be read, and no attempt is lost"},
        },
        "additionalProperties": _LOOSE,
    }


def _variables() -> dict[str, Any]:
    kinds = {"enum": ["real", "positive", "integer", "complex"]}
    return {
        "type": "object", "propertyNames": {"pattern": _NAMES}, "additionalProperties": {"anyOf": [kinds, _TWO]},
    }  # fmt: skip


def _parameter() -> dict[str, Any]:
    drawn = [
        _object({"integer": _TWO}, ("integer",)),
        _object({"real": {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}}, ("real",)),
        _object({"choice": {"type": "array", "items": _LOOSE, "minItems": 1}}, ("choice",)),
        _object(
            {
                "sample": _object(
                    {"from": {"type": "array", "items": _LOOSE}, "size": {"type": "integer", "minimum": 1}},
                    ("from", "size"),
                )
            },
            ("sample",),
        ),
    ]
    return {"anyOf": [{**_LOOSE, "description": "derived from the parameters before it"}, *drawn]}


def _part() -> dict[str, Any]:
    option = {"anyOf": [_LOOSE, _object({"text": _LOOSE, "say": _TEXT}, ("text",))]}
    mistake = _object(
        {
            "answer": _LOOSE,
            "say": _TEXT,
            "score": {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
            "name": _TEXT,
        },
        ("answer", "say"),
    )
    return {
        "id": _ID,
        "type": {"enum": list(get_args(Kind))},
        "label": _TEXT,
        "answer": _TEXTS,
        "answers": _TEXTS,
        "options": {"type": "array", "items": option, "minItems": 2},
        "grade": _grade(),
        "require": {"type": "array", "items": _object({"no": _TEXTS, "without": _TEXTS})},
        "mistakes": {"type": "array", "items": mistake},
        "follow": _object({"uses": _ID}, ("uses",)),
        "hints": _TEXTS,
        "weight": _POSITIVE,
    }


def _grade() -> dict[str, Any]:
    up_to = {"type": "array", "items": {"enum": ["constant", "scale", "sign", "order"]}, "minItems": 1}
    rule = {
        "absolute": _POSITIVE,
        "relative": _POSITIVE,
        "significant": {"type": "integer", "minimum": 1, "maximum": 30},
        "decimals": {"type": "integer", "minimum": 0, "maximum": 30},
    }
    forms = [form for form in get_args(By) if form != "up-to"]
    return _object(
        {
            "by": {"anyOf": [{"enum": forms}, _object({"up-to": up_to}, ("up-to",))]},
            "partial": {"enum": ["components"]},
            "number": {"anyOf": [{"enum": ["exact"]}, {**_object(rule), "minProperties": 1, "maxProperties": 1}]},
            "accept": _TEXT,
            "constant": _TEXT,
            "wrt": _TEXT,
        }
    )
