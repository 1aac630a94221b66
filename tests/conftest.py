"""What all tests share: how hypothesis draws its examples."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import shutil
import signal
import tempfile

from hypothesis import HealthCheck, settings

from mvcalc_cli.symbolic import clock

# What is started in the background of a script ignores Ctrl+C and hanging up, and so would all that the tests start.
with contextlib.suppress(ValueError, AttributeError):  # not in the main thread; not on Windows
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# What is only a cache must not come from, or go to, the home of whoever runs the tests.
os.environ["XDG_CACHE_HOME"] = _CACHE = tempfile.mkdtemp(prefix="mvcalc-tests-")
atexit.register(shutil.rmtree, _CACHE, ignore_errors=True)

# Small products on many threads run ten times slower on a busy machine; the program sets it too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same examples on every machine and no clock, so that a test fails for its reason alone;
# MVCALC_EXPLORE=1 draws new ones each time.
settings.register_profile(
    "mvcalc",
    deadline=None,
    derandomize="MVCALC_EXPLORE" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("mvcalc")


def pytest_collection_finish() -> None:
    """The tests and SymPy stay: a collector that walks them again and again takes a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# Searches get more time than on the command line: a busy machine must not change what they find.
clock.pace = 4.0
