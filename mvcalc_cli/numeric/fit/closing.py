"""What has to be closed when the work with it is over: `with` does so."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class Closing(ABC):
    """Is closed at the end of a `with` block, whatever happened in it."""

    @abstractmethod
    def close(self) -> None:
        """Give back what it holds; once more does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
