"""Controls of an explorer: what a reader can set, declared once for notebook, page and print.

Each control checks a value (``check``), describes itself to the JavaScript that draws it (``describe``),
names a value in words (``say``), reads and writes it on a command line (``read``, ``write``) and lists its
values where they are few (``values``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import traitlets as T

from hakusho.errors import Mistake, hint

Scalar = str | int | float


@dataclass(frozen=True)
class Option:
    """One entry of a list: the value that the chart sees and the words that the reader sees."""

    value: Scalar
    label: str
    group: str = ""


def options_from(given: Mapping[str, Any] | Iterable[Any]) -> tuple[Option, ...]:
    """Options from a list of values, ``{label: value}`` or ``{group: {label: value}}``."""
    if not isinstance(given, Mapping):
        return tuple(o if isinstance(o, Option) else Option(o, str(o)) for o in given)
    found: list[Option] = []
    for label, value in given.items():
        if isinstance(value, Mapping):
            found += [Option(v, str(name), str(label)) for name, v in value.items()]
        else:
            found.append(Option(value, str(label)))
    return tuple(found)


def _plain(value: Any) -> Any:
    """A value that survives JSON: numpy scalars become Python's."""
    return value.item() if hasattr(value, "item") else value


def _number(value: float, low: float, high: float) -> str:
    """A number for reading; years keep their four digits together."""
    year = low >= 1000 and high <= 2200 and float(value).is_integer()
    return f"{int(value)}" if year else f"{value:,.10g}"


class Control:
    """What all controls share. ``kind`` names the drawing routine in live_chart.js."""

    kind = ""
    label: str | None

    def default(self) -> Any:
        raise NotImplementedError

    def check(self, value: Any) -> Any:
        """The value in its plain form, or Mistake with one line that says what was expected."""
        raise NotImplementedError

    def trait(self) -> T.TraitType:
        """A synced trait that holds the value."""
        return _Checked(self).tag(sync=True)

    def describe(self) -> dict[str, Any]:
        raise NotImplementedError

    def say(self, value: Any) -> str:
        """The value in words, for a printed chart's subtitle."""
        return str(value)

    def read(self, text: str) -> Any:
        """The value that a word on a command line stands for; Mistake as for ``check``."""
        return self.check(text)

    def write(self, value: Any) -> str:
        """The word on a command line that ``read`` turns into the value."""
        return str(value)

    def values(self) -> Sequence[Any] | None:
        """Every value, or None where there are too many to list."""
        return None

    def steps(self, value: Any) -> Sequence[Any]:
        """The values that a reader reaches in one act."""
        return self.values() or []


class _Checked(T.TraitType):
    """A trait whose values pass the control's own check; the error is the control's one line."""

    def __init__(self, control: Control) -> None:
        super().__init__(default_value=control.default())
        self.control = control

    def make_dynamic_default(self) -> Any:
        return self.control.default()

    def validate(self, obj: Any, value: Any) -> Any:
        try:
            return self.control.check(value)
        except Mistake as error:
            raise T.TraitError(f"{self.name}: {error}") from None


@dataclass(frozen=True)
class Choice(Control):
    """One of a list. ``options``: values, ``{label: value}`` or ``{group: {label: value}}``."""

    options: Any
    value: Scalar | None = None
    label: str | None = None
    kind = "choice"
    _all: tuple[Option, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all", options_from(self.options))
        if not self._all:
            raise Mistake("a Choice needs at least one option")
        object.__setattr__(
            self, "value", self._all[0].value if self.value is None else self.check(self.value)
        )

    def default(self) -> Scalar:
        return self.value  # type: ignore[return-value]

    def check(self, value: Any) -> Scalar:
        return _member(_plain(value), self._all)

    def describe(self) -> dict[str, Any]:
        return {"options": [[o.value, o.label, o.group] for o in self._all]}

    def say(self, value: Any) -> str:
        return next(o.label for o in self._all if o.value == value)

    def read(self, text: str) -> Scalar:
        return self.check(_named(text, self._all))

    def values(self) -> Sequence[Any]:
        return [o.value for o in self._all]


def _named(text: str, options: Sequence[Option]) -> Scalar:
    """The value whose text or label this is, else the text itself."""
    return next((o.value for o in options if text in (str(o.value), o.label)), text)


def _member(value: Any, options: Sequence[Option]) -> Scalar:
    known = [o.value for o in options]
    if value in known:
        return known[known.index(value)]
    shown = ", ".join(repr(k) for k in known[:6]) + (", …" if len(known) > 6 else "")
    raise Mistake(f"{value!r} is not one of {shown}{hint(str(value), map(str, known))}")


@dataclass(frozen=True)
class MultiChoice(Control):
    """Any number of a list, none included. In the chart: ``indexof(name, datum.x) >= 0``."""

    options: Any
    value: Sequence[Scalar] | None = None
    label: str | None = None
    kind = "multi"
    _all: tuple[Option, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all", options_from(self.options))
        chosen = [o.value for o in self._all] if self.value is None else self.value
        object.__setattr__(self, "value", tuple(self.check(chosen)))

    def default(self) -> list[Scalar]:
        return list(self.value or ())

    def check(self, value: Any) -> list[Scalar]:
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise Mistake(f"{value!r} is not a list of values")
        chosen = {_member(_plain(v), self._all) for v in value}
        return [o.value for o in self._all if o.value in chosen]

    def describe(self) -> dict[str, Any]:
        return {"options": [[o.value, o.label, o.group] for o in self._all]}

    def say(self, value: Any) -> str:
        if len(value) == len(self._all):
            return "all"
        return ", ".join(o.label for o in self._all if o.value in value) or "none"

    def read(self, text: str) -> list[Scalar]:
        return self.check([_named(word, self._all) for word in text.split(",") if word])

    def write(self, value: Any) -> str:
        return ",".join(map(str, value))

    def steps(self, value: Any) -> Sequence[Any]:
        toggled = [[v for v in self._each() if (v in value) != (v == one)] for one in self._each()]
        return [self._each(), [], *toggled]

    def _each(self) -> list[Scalar]:
        return [o.value for o in self._all]


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Mistake(f"{text!r} is not a number") from None


@dataclass(frozen=True)
class Range(Control):
    """A number on a slider, from ``min`` to ``max``. ``play`` adds a button that steps through it."""

    min: float
    max: float
    value: float | None = None
    step: float = 1
    label: str | None = None
    unit: str = ""
    play: bool = False
    kind = "range"

    def __post_init__(self) -> None:
        if not self.min < self.max or self.step <= 0:
            raise Mistake(
                f"a Range needs min < max and a step above 0, not {self.min}, {self.max}, {self.step}"
            )
        object.__setattr__(self, "value", self.check(self.min if self.value is None else self.value))

    def default(self) -> float:
        return self.value  # type: ignore[return-value]

    def check(self, value: Any) -> float:
        value = _plain(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise Mistake(f"{value!r} is not a number")
        if not self.min <= value <= self.max:
            raise Mistake(f"{value!r} is not between {self.min} and {self.max}")
        steps = (value - self.min) / self.step
        if value != self.max and not math.isclose(steps, round(steps), abs_tol=1e-6):
            raise Mistake(f"{value!r} is not a step of {self.step} from {self.min}")
        return int(value) if float(value).is_integer() else float(value)

    def describe(self) -> dict[str, Any]:
        return {"min": self.min, "max": self.max, "step": self.step, "unit": self.unit, "play": self.play}

    def say(self, value: Any) -> str:
        return f"{_number(value, self.min, self.max)} {self.unit}".strip()

    def read(self, text: str) -> float:
        return self.check(_float(text))

    def values(self) -> Sequence[Any]:
        count = round((self.max - self.min) / self.step)
        return [self.check(min(self.max, round(self.min + i * self.step, 10))) for i in range(count + 1)]


@dataclass(frozen=True)
class Interval(Control):
    """From–to on one slider with two ends. In the chart: ``inrange(datum.x, name)``."""

    min: float
    max: float
    value: Sequence[float] | None = None
    step: float = 1
    label: str | None = None
    unit: str = ""
    kind = "interval"

    def __post_init__(self) -> None:
        if not self.min < self.max or self.step <= 0:
            raise Mistake(
                f"an Interval needs min < max and a step above 0, not {self.min}, {self.max}, {self.step}"
            )
        object.__setattr__(self, "value", tuple(self.check(self.value or (self.min, self.max))))

    def default(self) -> list[float]:
        return list(self.value or ())

    def check(self, value: Any) -> list[float]:
        if (
            isinstance(value, str)
            or not isinstance(value, Iterable)
            or len(ends := [_plain(v) for v in value]) != 2
        ):
            raise Mistake(f"{value!r} is not a pair (from, to)")
        low, high = (Range(self.min, self.max, step=self.step).check(v) for v in ends)
        if low > high:
            raise Mistake(f"{low!r} to {high!r} runs backwards")
        return [low, high]

    def describe(self) -> dict[str, Any]:
        return {"min": self.min, "max": self.max, "step": self.step, "unit": self.unit}

    def say(self, value: Any) -> str:
        low, high = (_number(v, self.min, self.max) for v in value)
        return f"{low}–{high} {self.unit}".strip()

    def read(self, text: str) -> list[float]:
        return self.check([_float(end) for end in text.split("..")])

    def write(self, value: Any) -> str:
        return "..".join(map(str, value))


@dataclass(frozen=True)
class Toggle(Control):
    """On or off."""

    value: bool = False
    label: str | None = None
    kind = "toggle"

    def __post_init__(self) -> None:
        self.check(self.value)

    def default(self) -> bool:
        return self.value

    def check(self, value: Any) -> bool:
        value = _plain(value)
        if not isinstance(value, bool):
            raise Mistake(f"{value!r} is neither True nor False")
        return value

    def describe(self) -> dict[str, Any]:
        return {}

    def say(self, value: Any) -> str:
        return "on" if value else "off"

    def read(self, text: str) -> bool:
        if text not in ("on", "off"):
            raise Mistake(f"{text!r} is neither on nor off")
        return text == "on"

    def write(self, value: Any) -> str:
        return self.say(value)

    def values(self) -> Sequence[Any]:
        return [False, True]
