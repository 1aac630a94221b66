"""Where the rows come from: files, standard input, points that are typed; on this machine or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import FileError, InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.form import Form
    from mvcalc_cli.numeric.fit.progress import Watch


def table_of(reader: Reader, run: Run) -> Any:
    """The table that the command line names.

    Raises:
        InputError: If there is none, or more than one kind.
        FileError: If it cannot be read.
    """
    from mvcalc_cli.numeric.tables.table import open_table, points_table

    names = _files(run)
    if run.points is not None:
        if names:
            raise InputError(f"--points are the data, and so is {names[0]}", hint="leave one of them out")
        return points_table(run.points)
    if not names:
        raise InputError(
            "there are no data", hint="mvcalc fit FILE.csv --model line; from a pipe: fit -; --points '1,2 2,3.9'"
        )
    if "-" not in names:
        return open_table(names[0] if len(names) == 1 else names, missing=run.missing)
    if len(names) > 1:
        raise InputError("standard input is one table, and files are named beside it", hint="leave - or the files out")
    if reader.stdin is None:
        raise FileError("standard input is closed", hint="give the name of a file")
    return open_table("-", missing=run.missing, stream=reader.stdin)


def _files(run: Run) -> tuple[str, ...]:
    return run.data


class Rows:
    """The rows while they are worked with: `with Rows(…) as source`; progress is shown, and nothing is left behind.

    What is entered is whole in memory, streamed, or on the cluster.

    Args:
        reader: Who watches.
        table: Where they come from.
        form: What of it goes into the fit.
        run: On which engine.
    """

    def __init__(self, reader: Reader, table: Any, form: Form, run: Run) -> None:
        from mvcalc_cli.commands.fits.progress import watching

        self._reader, self._table, self._form, self._run = reader, table, form, run
        self._watching = watching(reader)
        self._source: Any = None

    def __enter__(self) -> Any:
        """Read them.

        Raises:
            FileError: At a cell that is no number, or a row in which an expression of columns has no value.
        """
        try:
            self._source = self._read(self._watching.__enter__())
        except BaseException:
            self._watching.__exit__()
            raise
        note_dropped(self._reader, self._table)
        return self._source

    def __exit__(self, *_: object) -> None:
        if hasattr(self._source, "close"):
            self._source.close()
        self._watching.__exit__()

    def _read(self, watch: Watch | None) -> Any:
        form = self._form
        if self._run.engine == "dask":
            from mvcalc_cli.numeric.fit.cluster import on_cluster

            return on_cluster(self._table, form.wanted, form, scheduler=self._run.scheduler, watch=watch)
        from mvcalc_cli.numeric.fit.gather import gathered

        return gathered(self._table, form.wanted, form, watch=watch, exact=True)


def form_of(asked: tuple[Asked, ...]) -> Form:
    """What of the table goes into the fit; of several models all their predictors."""
    from mvcalc_cli.numeric.fit.form import Form

    wanted = dict.fromkeys(name for one in asked for name in one.wanted)
    predictors = {name: tree for one in asked for name, tree in one.predictors.items()}
    first = asked[0]
    headers = {name: first.columns.header(name) for name in wanted}
    return Form(headers, predictors, first.y, first.sigma)


def sample(source: Any) -> Any:
    """Rows that can be drawn: all of them, or those of a long table that stand for it."""
    return getattr(source, "sample", source)


def note_dropped(reader: Reader, table: Any) -> None:
    """How many rows --missing drop left out."""
    if table.dropped:
        rows = "1 row" if table.dropped == 1 else f"{table.dropped:,} rows"
        reader.note(f"{rows} with empty cells left out of {table.name}")
