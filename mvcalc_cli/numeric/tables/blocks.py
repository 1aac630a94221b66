"""The bytes of a file or a stream in blocks that end where a row ends; memory stays bounded whatever comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from mvcalc_cli.numeric.tables.cells import BLANKS, rows
from mvcalc_cli.numeric.tables.mistakes import Mistake, Unclosed

BLOCK: Final = 1 << 19  # bytes: the arrays made of them stay near the processor
_FEW: Final = 1 << 13  # bytes
_LONGEST_ROW: Final = 1 << 24

Read = Callable[[int], bytes]


class Block(NamedTuple):
    """Some whole rows.

    Attributes:
        data: Their bytes.
        offset: Of the first, from the beginning of the file.
    """

    data: bytes
    offset: int


def blocks(read: Read, separator: bytes, newline: bytes, offset: int, size: int = BLOCK) -> Iterator[Block]:
    """All that `read` gives, in blocks.

    Args:
        read: Some bytes, at most so many; none at the end.
        separator: What stands between cells.
        newline: What ends a line.
        offset: Where the first byte stands in the file.
        size: Of a block, about; a longer row makes a longer block.
    """
    rest = b""
    while True:
        more = read(max(size, len(rest)))  # twice as much where a row goes on, so that long ones cost no more
        data = rest + more if rest else more
        end = end_of_rows(data, separator, newline) if more else len(data)
        if end:
            yield Block(data[:end], offset)
        elif len(data) > _LONGEST_ROW:
            yield Block(b"", offset)  # so that a mistake is told with the line of this one
            raise Mistake(0, f"this row goes on for more than {_LONGEST_ROW >> 20} MiB", "is a quote never closed?")
        offset += end
        rest = data[end:]
        if not more:
            return


def end_of_rows(data: bytes, separator: bytes, newline: bytes = b"\n") -> int:
    r"""How many of some bytes are whole rows: a line may end within quotes.

    >>> end_of_rows(b'1,2\n"a\nb",3\n4,', b","), end_of_rows(b'1,2\n"a\nb', b",")
    (12, 4)
    """
    last = data.rfind(newline) + 1
    if b'"' not in data:
        return last
    return _even(data, separator, newline, last)


def _even(data: bytes, separator: bytes, newline: bytes, last: int) -> int:
    """Where the last row ends of rows in which quotes stand."""
    if len(data) > _FEW and newline == b"\n" and b"#" not in data and separator != BLANKS:
        from mvcalc_cli.numeric.tables.layout import last_end

        found = last_end(data, separator)
        if found is not None:
            return found
    end = 0
    try:
        for row in rows(data.replace(newline, b"\n"), separator):
            if row.end > last:
                break
            end = row.end
    except Unclosed:
        return end
    except Mistake:
        return last  # it will be found again when the rows are read, and told
    return last if end and not data[end:last].strip() else end
