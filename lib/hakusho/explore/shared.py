"""Settings that several explorers of a notebook have in common."""

from __future__ import annotations

from typing import Any, TypeVar

import traitlets as T

from hakusho.live_chart import LiveChart

Joined = TypeVar("Joined", bound=LiveChart)


class Shared(T.HasTraits):
    """Settings that every explorer made with it follows: a change in one chart is seen in all.

    ``Shared(unit="yen")`` opens with those values. An explorer that is made again, because its cell is run
    again, takes the place of the former one and opens at the settings of the others.
    """

    def __init__(self, **opening: Any) -> None:
        super().__init__()
        self.add_traits(**{name: T.Any(value) for name, value in opening.items()})
        self._names = tuple(opening)
        self._links: dict[str, list[Any]] = {}

    def join(self, explorer: Joined) -> Joined:
        """Link the settings that the explorer has too, both ways; return the explorer."""
        for old in self._links.pop(explorer.title, []):
            old.unlink()
        self._links[explorer.title] = [
            T.link((self, name), (explorer, name)) for name in self._names if explorer.has_trait(name)
        ]
        return explorer


def joined(explorer: Joined, shared: Shared | None) -> Joined:
    """Return the explorer, linked where there is something to share; without, it works alone."""
    return explorer if shared is None else shared.join(explorer)
