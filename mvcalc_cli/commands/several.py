"""Several expressions in one call: their reports one under the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mvcalc_cli.commands.screen import worst
from mvcalc_cli.language.tree import vector
from mvcalc_cli.report import Line, Report


def together(command: str, parts: Sequence[Report], inputs: Mapping[str, object]) -> Report:
    """One report of several; a single one is itself.

    In JSON the answers stand in `results`, in the order of the arguments.
    """
    if len(parts) == 1:
        return parts[0]._replace(inputs=inputs)
    blocks = [block for part in parts for block in (*part.blocks, Line(), Line())]
    answers = [part.answer for part in parts if part.answer is not None]
    variables = tuple(dict.fromkeys(name for part in parts for name in part.variables))
    return Report(
        command,
        blocks=tuple(blocks[:-2]),
        rows=tuple(row for part in parts for row in part.rows),
        answer=vector(*answers) if answers else None,
        variables=variables,
        inputs=inputs,
        data={"results": [part.data for part in parts]},
        quiet=tuple(row for part in parts for row in (part.rows if part.quiet is None else part.quiet)),
        check=worst(part.check for part in parts if part.check is not None),
        warnings=tuple(warning for part in parts for warning in part.warnings),
        exit_code=max(part.exit_code for part in parts),
        columns=parts[0].columns if len({part.columns for part in parts}) == 1 else (),
    )
