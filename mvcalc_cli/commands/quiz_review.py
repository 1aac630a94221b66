"""mvcalc quiz review: the questions that are due, what is nearest to being forgotten first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Option
from mvcalc_cli.commands.quiz_run import BankPath, Banks, Module, Profile, Tags

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(
    reader: Reader,
    bank: Banks = (),
    *,
    n: Annotated[
        int | None, Option("--questions", "-n", metavar="N", help="how many at most", minimum=1, default="all")
    ] = None,
    module: Module = None,
    tag: Tags = (),
    new: Annotated[bool, Option("--new", help="begin another session; the unfinished one stays")] = False,
    profile: Profile = "default",
    bank_path: BankPath = (),
) -> Report:
    """A session of what is due today."""
    from mvcalc_cli.commands.quiz_run import practise
    from mvcalc_cli.commands.sittings import Asked, profile_of

    asked = Asked("review", bank, bank_path, n, module=module, tags=tag, profile=profile_of(profile))
    return practise(reader, asked, new=new)
