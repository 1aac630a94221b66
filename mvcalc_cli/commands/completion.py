"""mvcalc completion: the script that teaches a shell to complete mvcalc.

The scripts hold no knowledge of commands or options: they ask `mvcalc __complete SHELL LINE` (`complete.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from mvcalc_cli.commands.options import Argument

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader

_BASH: Final = """\
_mvcalc() {
    local IFS=$'\\n'
    COMPREPLY=($(mvcalc __complete bash "${COMP_LINE:0:$COMP_POINT}" 2>/dev/null))
    case "${COMPREPLY[0]-}" in
        *[=:,/]) compopt -o nospace ;;
    esac
}
complete -F _mvcalc mvcalc
"""

_ZSH: Final = """\
#compdef mvcalc
_mvcalc() {
    local -a found open
    found=("${(@f)$(mvcalc __complete zsh "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}")
    open=(${(M)found:#*[=:,/]})
    found=(${found:#*[=:,/]})
    (( $#open )) && compadd -Q -S '' -- $open
    (( $#found )) && compadd -Q -- $found
    return 0
}
if [ "$funcstack[1]" = "_mvcalc" ]; then _mvcalc "$@"; else compdef _mvcalc mvcalc; fi
"""

_FISH: Final = """\
complete -c mvcalc -f -a '(mvcalc __complete fish (commandline -cp) 2>/dev/null)'
"""

_SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def report(
    reader: Reader,  # noqa: ARG001 - every command has it
    shell: Annotated[Literal["bash", "zsh", "fish"], Argument("SHELL")],
) -> str:
    """The script, as it is."""
    return _SCRIPTS[shell]
