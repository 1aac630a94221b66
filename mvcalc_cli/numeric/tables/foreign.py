"""Files that are no tables of text: what they are, told from their first bytes, and what to do with them."""

from __future__ import annotations

from typing import Final, NamedTuple

from mvcalc_cli.errors import FileError


class _Kind(NamedTuple):
    start: bytes
    what: str
    fix: str


_KINDS: Final = (
    _Kind(b"\x1f\x8b", "it is compressed (gzip)", "gunzip -c {name} | mvcalc fit - …"),
    _Kind(b"BZh", "it is compressed (bzip2)", "bunzip2 -c {name} | mvcalc fit - …"),
    _Kind(b"\xfd7zXZ", "it is compressed (xz)", "xz -dc {name} | mvcalc fit - …"),
    _Kind(b"\x28\xb5\x2f\xfd", "it is compressed (zstd)", "zstd -dc {name} | mvcalc fit - …"),
    _Kind(b"PK\x03\x04", "it is a workbook or an archive (zip)", "save the sheet as CSV"),
    _Kind(b"\xd0\xcf\x11\xe0", "it is a workbook of an old kind", "save the sheet as CSV"),
    _Kind(b"\x93NUMPY", "it is an array of NumPy", "write it with numpy.savetxt(…, delimiter=',')"),
    _Kind(b"\x89HDF", "it is HDF5", "write the table as CSV or Parquet"),
    _Kind(b"SQLite format 3", "it is a database", "sqlite3 -csv {name} 'SELECT …' | mvcalc fit - …"),
    _Kind(b"%PDF", "it is a PDF", "write the table as CSV"),
    _Kind(b"\xff\xfe", "it is UTF-16 text", "save it as UTF-8"),
    _Kind(b"\xfe\xff", "it is UTF-16 text", "save it as UTF-8"),
)


def refuse_foreign(name: str, first: bytes) -> None:
    """Raise FileError where the first bytes of a file are known not to be those of a table."""
    for kind in _KINDS:
        if first.startswith(kind.start):
            raise FileError(f"{name} is no table of text: {kind.what}", hint=kind.fix.format(name=name))
    if b"\0" in first:
        place = first.index(b"\0")
        fix = "save it as UTF-8" if first[place + 1 : place + 4 : 2] == b"\0\0" else "save the table as CSV"
        line = first.count(b"\n", 0, place) + 1
        column = place - first.rfind(b"\n", 0, place)
        raise FileError(f"{name}:{line}:{column}: this is no text: a byte is 0", hint=fix)
