"""The way to a Dask cluster, and what may go wrong on it, in sentences."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from mvcalc_cli import __version__
from mvcalc_cli.errors import InputError, LimitError, MissingExtra, MvcalcError
from mvcalc_cli.numeric.fit.pool import Failure
from mvcalc_cli.numeric.fit.progress import Progress, Watch

_PATIENCE: Final = 10.0  # seconds for a scheduler to answer, and for a first worker
_ALONE: Final = 30.0  # seconds without any worker until the fit is given up
_LOOK: Final = 0.003  # seconds between two looks at what is done
_PROTOCOLS: Final = ("tcp", "tls", "ws", "wss", "ucx")
_SAME: Final = ("dask", "distributed")  # packages whose versions have to be those of the workers


class Cluster:
    """A connection to the workers of a cluster.

    Args:
        client: Dask's.
        own: A cluster of our own, which ends with the connection.
        watch: Told how far a job is.
    """

    def __init__(self, client: Any, own: Any, watch: Watch | None) -> None:
        self._client = client
        self._own = own
        self._watch = watch

    def keep(self, work: Callable[..., Any], parts: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What comes of each part, kept by the workers; it stands for it in the parts of later jobs."""
        columns = list(zip(*parts, strict=True))
        return list(self._client.map(work, *columns, pure=False))

    def each(self, work: Callable[..., Any], parts: Sequence[tuple[Any, ...]], what: str) -> list[Any]:
        """What comes of each part, in their order.

        Args:
            work: A function of a module that the workers have.
            parts: Its arguments.
            what: For the bar of progress.

        Raises:
            Exception: What the work gave as a Failure on the first part on which it did.
            LimitError: If the workers were lost again and again.
        """
        futures = self.keep(work, parts)
        progress = Progress(self._watch, len(futures), what)
        with _in_sentences():
            for done in self._finished(futures):
                progress.at(done)
            found = self._client.gather(futures)
        progress.end()
        for answer in found:
            if isinstance(answer, Failure):
                raise answer.exception()
        return list(found)

    def result(self, kept: Any) -> Any:
        """What a worker keeps, brought here."""
        with _in_sentences():
            return kept.result()

    def workers(self) -> tuple[str, ...]:
        """The addresses of those that are there now."""
        return tuple(self._client.scheduler_info(n_workers=-1)["workers"])

    def _finished(self, futures: Sequence[Any]) -> Iterator[int]:
        """How many are done, now and then, until all are."""
        from distributed import as_completed

        waiting = as_completed(futures, loop=self._client.loop, raise_errors=False)
        done, seen = 0, time.monotonic()
        while done < len(futures):
            batch = waiting.next_batch(block=False)
            if batch:
                done += len(batch)
                yield done
                continue
            time.sleep(_LOOK)
            seen = self._someone(seen)

    def _someone(self, seen: float) -> float:
        """When a worker was last seen; raises LimitError when that is long ago."""
        now = time.monotonic()
        if now - seen < 1:
            return seen
        if self._client.status != "running":
            raise _gone()
        if self.workers():
            return now
        if now - seen > _ALONE:
            raise LimitError("no worker of the cluster is left", hint="start others: dask worker ADDRESS")
        return seen

    def close(self) -> None:
        """Leave; a cluster of our own ends."""
        for each in (self._client, self._own):
            if each is not None:
                each.close()


def connected(address: str | None, watch: Watch | None = None) -> Cluster:
    """The cluster at an address; without one, a cluster of processes on this machine's cores.

    Raises:
        MissingExtra: If Dask is not installed.
        InputError: If nobody answers there, there are no workers, or their versions are not ours.
    """
    distributed = _distributed()
    if address is None:
        return _own(distributed, watch)
    client = _client(distributed, address)
    try:
        _refuse_unfit(client, address)
    except BaseException:
        client.close()
        raise
    return Cluster(client, None, watch)


def _own(distributed: Any, watch: Watch | None) -> Cluster:
    """A cluster on this machine, whose processes keep Python's warnings to themselves.

    A process killed at a limit of time or memory cannot clear up after it, and Python's resource tracker would say so.
    """
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore"
    try:
        own = distributed.LocalCluster(processes=True, threads_per_worker=1, dashboard_address=None)
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before
    return Cluster(distributed.Client(own, set_as_default=False), own, watch)


def _distributed() -> Any:
    """The package, told to keep its log to itself: what matters is said in sentences."""
    try:
        import dask.config
    except ImportError:
        raise MissingExtra("--engine dask needs Dask", hint="pip install 'mvcalc-cli[cluster]'") from None
    silent = dict.fromkeys(("distributed", "distributed.client", "distributed.worker"), "critical")
    dask.config.set(logging=silent)
    try:
        import distributed
    except ImportError:
        raise MissingExtra("--engine dask needs dask.distributed", hint="pip install 'mvcalc-cli[cluster]'") from None
    return distributed


def _client(distributed: Any, address: str) -> Any:
    import warnings

    kind, mark, place = address.rpartition("://")
    host, _, port = place.rpartition(":")
    if (mark and kind not in _PROTOCOLS) or not host or not port.isdecimal():
        raise InputError(f"{address} is no address of a scheduler", hint="--scheduler tcp://host:8786")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions are compared below
            return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError):
        told = f"no scheduler answers at {address}"
        raise InputError(told, hint="start one: dask scheduler; it shows its address") from None


def _refuse_unfit(client: Any, address: str) -> None:
    """Raise InputError where there are no workers, or they would not understand us."""
    from pydoc import locate

    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise InputError(f"the scheduler {address} has no workers", hint=f"start some: dask worker {address}") from None
    versions = client.get_versions()
    ours = versions["client"]["packages"]
    for worker, theirs in versions["workers"].items():
        for package in _SAME:
            _refuse_other(worker, package, theirs["packages"].get(package), ours.get(package))
    # A function of the standard library, which those find too that lack mvcalc or have an old one.
    for worker, version in client.run(locate, "mvcalc_cli.__version__", on_error="return").items():
        _refuse_other(worker, "mvcalc-cli", version, __version__)


def _refuse_other(worker: str, package: str, theirs: Any, ours: Any) -> None:
    if not isinstance(theirs, str):
        raise InputError(
            f"{package} is not installed on the worker {worker}",
            hint=f"install it there: pip install '{package}=={ours}'",
        )
    if theirs != ours:
        raise InputError(
            f"the worker {worker} has {package} {theirs}, and this machine {ours}",
            hint="install the same version everywhere",
        )


@contextmanager
def _in_sentences() -> Iterator[None]:
    """What Dask raises, as people are told it."""
    from concurrent.futures import CancelledError

    from distributed.scheduler import KilledWorker

    try:
        yield
    except KilledWorker as problem:
        told = "a piece of the data has ended every worker that took it, probably for want of memory"
        raise LimitError(told, hint="give the workers more: dask worker ADDRESS --memory-limit 8GB") from problem
    except (CancelledError, OSError) as problem:
        raise _gone() from problem


def _gone() -> MvcalcError:
    return MvcalcError("the scheduler of the cluster is gone", hint="start it again, and the fit")
