"""The only door to data/: typed frames, descriptions, versions, search.

A table is named by its folder and file: ``facts.load("missiles/systems")``. Types come from the descriptor
data/datapackage.json, never from guessing. Every function here works on the base that ships with the package;
``FactBase(path)`` opens another folder of the same layout.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hakusho.errors import Mistake, hint

if TYPE_CHECKING:
    from hakusho.describe import Description
    from hakusho.known import AsOf

PRIMARY_KINDS = ("official", "treaty", "dataset")
STRONG_KINDS = (*PRIMARY_KINDS, "academic", "think_tank")
_TEXT = pd.StringDtype("python")
_DAY = np.timedelta64(1, "D")
Period = tuple[np.ndarray, np.ndarray]


def root() -> Path:
    """Return data/: inside the package when installed from a wheel, beside lib/ in a checkout."""
    inside = Path(__file__).resolve().parent / "data"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "data"


def _whole(cells: tuple[str, ...]) -> Any:
    mask = np.array([not cell for cell in cells])
    return pd.arrays.IntegerArray(np.array([int(cell or 0) for cell in cells], dtype=np.int64), mask)


def _decimal(cells: tuple[str, ...]) -> Any:
    mask = np.array([not cell for cell in cells])
    return pd.arrays.FloatingArray(np.array([float(cell or 0) for cell in cells], dtype=np.float64), mask)


def _truth(cells: tuple[str, ...]) -> Any:
    values = np.array([{"yes": True, "no": False, "": False}[cell] for cell in cells], dtype=bool)
    return pd.arrays.BooleanArray(values, np.array([not cell for cell in cells]))


def _text(cells: tuple[str, ...]) -> Any:
    values = np.array(cells, dtype=object)
    values[values == ""] = pd.NA
    return pd.array(values, dtype=_TEXT)


_READERS: dict[str, Callable[[tuple[str, ...]], Any]] = {
    "integer": _whole,
    "year": _whole,
    "number": _decimal,
    "boolean": _truth,
}


def partial_bounds(cells: tuple[str, ...] | list[str]) -> Period:
    """Return first and last day of each partial date (YYYY, YYYY-MM, YYYY-MM-DD; empty gives NaT)."""
    first = np.array(cells, dtype="datetime64[D]")
    last = first.copy()
    width = np.array([len(cell) for cell in cells])
    for size, unit in ((4, "Y"), (7, "M")):
        here = width == size
        last[here] = (first[here].astype(f"datetime64[{unit}]") + 1).astype("datetime64[D]") - _DAY
    return first, last


def fiscal_bounds(cells: tuple[str, ...] | list[str]) -> Period:
    """Return first and last day of Japanese fiscal years: FY2023 runs from 2023-04-01 to 2024-03-31."""
    first = np.array([f"{cell[2:]}-04-01" if cell else "" for cell in cells], dtype="datetime64[D]")
    last = np.array([f"{int(cell[2:]) + 1}-03-31" if cell else "" for cell in cells], dtype="datetime64[D]")
    return first, last


_BOUNDS: dict[str, Callable[[tuple[str, ...]], Period]] = {
    "partial_date": partial_bounds,
    "fiscal_year": fiscal_bounds,
}


def is_table(resource: Mapping[str, Any]) -> bool:
    """Say whether a described resource is a table; a base map has the profile ``data-resource``."""
    return resource.get("profile") != "data-resource"


class FactBase:
    """A folder of tables with its descriptor. Parsed lazily, table by table, and kept."""

    def __init__(self, folder: Path | str) -> None:
        """Open `folder`, which holds datapackage.json and the CSV files that it names."""
        self.folder = Path(folder)
        self._typed: dict[str, dict[str, Any]] = {}

    @cached_property
    def package(self) -> dict[str, Any]:
        """The descriptor as a dict. Raises Mistake when it is missing or not JSON."""
        path = self.folder / "datapackage.json"
        try:
            return json.loads(path.read_text("utf-8"))
        except OSError:
            raise Mistake(f"{path}: cannot be read; the facts live beside their descriptor") from None
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise Mistake(f"{path}: not readable as JSON ({error})") from None

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Descriptor of each table by name. Raises Mistake where the package does not list tables."""
        try:
            return {
                resource["name"]: resource for resource in self.package["resources"] if is_table(resource)
            }
        except (AttributeError, KeyError, TypeError):
            path = self.folder / "datapackage.json"
            raise Mistake(f"{path}: 'resources' is not a list of tables with names") from None

    def tables(self) -> list[str]:
        """Return the names of all tables, in the order of the descriptor."""
        return list(self.resources)

    def resource(self, name: str) -> dict[str, Any]:
        """Return one table's descriptor. Raises Mistake with the nearest right name."""
        try:
            return self.resources[name]
        except (KeyError, TypeError):
            near = hint(str(name), self.resources)
            more = near or f"; facts.tables() lists all {len(self.resources)}"
            raise Mistake(f"no table is called '{name}'{more}") from None

    def fields(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the column descriptors of a table by column name."""
        return {field["name"]: field for field in self.resource(name)["schema"]["fields"]}

    def raw(self, name: str) -> tuple[list[str], list[tuple[str, ...]]]:
        """Return header and columns of a table as text, as they stand in the file."""
        path = self.folder / self.resource(name)["path"]
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                header, *rows = csv.reader(file)
            columns = list(zip(*rows, strict=True)) or [()] * len(header)
        except (OSError, ValueError, csv.Error) as error:
            raise Mistake(f"{path}: not readable ({error}); run: python -m hakusho check") from None
        if header != list(self.fields(name)):
            raise Mistake(f"{path}:1 the header is not the descriptor's; run: python -m hakusho check")
        return header, columns

    def load(self, name: str) -> pd.DataFrame:
        """Return a table as a typed frame of your own: changing it changes nothing else.

        Text is ``string``, numbers are ``Int64`` or ``Float64``, yes/no is ``boolean``; empty cells are NA.
        A partial date or fiscal year `x` stays text; `x_start` and `x_end` are its first and last day.
        ``frame.attrs["table"]`` says where it came from. Raises Mistake for an unknown name or a bad cell.
        """
        if name not in self._typed:
            self._typed[name] = self._parse(name)
        # Built from copies of the columns: half the cost of copying a frame, which first merges its columns.
        own = {column: values.copy() for column, values in self._typed[name].items()}
        frame = pd.DataFrame(own, copy=False)
        frame.attrs["table"] = name
        return frame

    def used(self) -> list[str]:
        """Return the names of the tables loaded so far, in alphabetical order."""
        return sorted(self._typed)

    def _parse(self, name: str) -> dict[str, Any]:
        _, columns = self.raw(name)
        typed: dict[str, Any] = {}
        for field, cells in zip(self.fields(name).values(), columns, strict=True):
            column, kind = field["name"], field.get("kind", "")
            try:
                typed[column] = _READERS.get(field["type"], _text)(cells)
                if kind in _BOUNDS:
                    first, last = _BOUNDS[kind](cells)
                    typed[f"{column}_start"] = first.astype("datetime64[us]")
                    typed[f"{column}_end"] = last.astype("datetime64[us]")
            except (ValueError, KeyError):
                raise self._bad_cell(name, field, cells) from None
        return typed

    def _bad_cell(self, name: str, field: Mapping[str, Any], cells: tuple[str, ...]) -> Mistake:
        """Name the first cell of a column that does not parse, counting one line a row."""
        kind = field.get("kind", "")
        reader = _BOUNDS.get(kind) or _READERS.get(field["type"], _text)
        for line, cell in enumerate(cells, 2):
            try:
                reader((cell,))
            except (ValueError, KeyError):
                what = kind if kind in _BOUNDS else field["type"]
                path = self.folder / self.resource(name)["path"]
                return Mistake(f"{path}:{line} [{field['name']}] '{cell[:60]}' is not of type {what}")
        return Mistake(f"{name} [{field['name']}]: not readable; run: python -m hakusho check")

    def version(self) -> str:
        """Return date of the newest vintage and a hash of all tables and the descriptor.

        Line ends and a byte order mark do not count, so that a checkout on any system has the same version.
        """
        import hashlib

        digest = hashlib.sha256()
        for path in ["datapackage.json", *sorted(r["path"] for r in self.resources.values())]:
            content = (self.folder / path).read_bytes().removeprefix(b"\xef\xbb\xbf")
            content = content.replace(b"\r\n", b"\n")
            digest.update(f"{path}\0{len(content)}\0".encode() + content)
        newest = max((r.get("vintage", "") for r in self.resources.values()), default="")
        return f"{newest}+{digest.hexdigest()[:10]}"

    def source_columns(self, name: str) -> list[str]:
        """Return the columns of a table that hold source ids."""
        return [c for c, field in self.fields(name).items() if field.get("kind") == "source_list"]

    @cached_property
    def source_kinds(self) -> dict[str, str]:
        """Kind (official, news, …) of every source by id."""
        header, columns = self.raw("sources")
        return dict(zip(columns[header.index("source_id")], columns[header.index("kind")], strict=True))

    def support(self, name: str, kinds: Iterable[str] = STRONG_KINDS) -> tuple[int, int]:
        """Return the rows of a table and how many rest on a source of one of the kinds."""
        header, columns = self.raw(name)
        places = [header.index(column) for column in self.source_columns(name)]
        cited = list(zip(*(columns[place] for place in places), strict=True))
        rests = ({self.source_kinds.get(i) for cell in row for i in cell.split(";")} for row in cited)
        strong = sum(not of.isdisjoint(kinds) for of in rests)
        return len(columns[0]) if columns else 0, strong

    def describe(self, name: str) -> Description:
        """Return what a table is, how to use it and how not to, its columns, licence, vintage and gaps."""
        from hakusho.describe import Description

        return Description(self, name)

    def as_of(self, date: str) -> AsOf:
        """Return the base as a reader could have known it on `date`; of a month or year, its last day.

        ``facts.as_of("2024-02-01").load(name)`` gives the rows kept, ``.report()`` what was kept, dropped and
        not decidable. See hakusho.known for the rule.
        """
        from hakusho.known import AsOf

        return AsOf(self, date)

    def find(self, text: str) -> pd.DataFrame:
        """Return every cell of every table that holds `text`, with key, excerpt and sources.

        Case and diacritics do not matter; Japanese text works. Columns: table, key, column, excerpt,
        source_id, citation.
        """
        from hakusho.lookup import find

        return find(self, text)

    def rivals(self, name: str, key: Mapping[str, Any] | str | None = None) -> pd.DataFrame:
        """Return rows that speak of the same quantity and differ, side by side, with definitions and spread.

        `key` picks the quantity, by column ({"fiscal_year": "FY2022"}) or by a row's primary key; without it
        all quantities with differing figures come back.
        """
        from hakusho.lookup import rivals

        return rivals(self, name, key)


@cache
def base() -> FactBase:
    """Return the base that ships with the package."""
    return FactBase(root())


def tables() -> list[str]:
    """Return the names of all tables."""
    return base().tables()


def load(name: str) -> pd.DataFrame:
    """Return a table as a typed frame of your own; see FactBase.load."""
    return base().load(name)


def used() -> list[str]:
    """Return the names of the tables that this process has loaded: what a notebook rests on."""
    return base().used()


def overview() -> pd.DataFrame:
    """Return each theme's tables, rows, and the share of rows resting on a strong source."""
    counts: dict[str, list[int]] = {}
    for name in (n for n in tables() if "/" in n):
        told = counts.setdefault(name.split("/")[0], [0, 0, 0])
        for place, number in enumerate((1, *base().support(name))):
            told[place] += number
    rows = [(theme, n, total, f"{strong / total:.0%}") for theme, (n, total, strong) in counts.items()]
    return pd.DataFrame(rows, columns=["theme", "tables", "rows", "on strong sources"])


def describe(name: str) -> Description:
    """Return the description of a table; see FactBase.describe."""
    return base().describe(name)


def version() -> str:
    """Return the version of the facts: newest vintage and content hash."""
    return base().version()


def as_of(date: str) -> AsOf:
    """Return the facts as they could be known on `date`; see FactBase.as_of."""
    return base().as_of(date)


def when_known(name: str) -> pd.DataFrame:
    """Return `attested_by` and `known_basis` for each row of a table, in its order; see hakusho.known."""
    from hakusho.known import when_known

    return when_known(base(), name)


def find(text: str) -> pd.DataFrame:
    """Search all tables; see FactBase.find."""
    return base().find(text)


def rivals(name: str, key: Mapping[str, Any] | str | None = None) -> pd.DataFrame:
    """Return rival figures side by side; see FactBase.rivals."""
    return base().rivals(name, key)


def explode(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return `frame` with one row for each item of the `;` list in `column`; empty cells stay one row."""
    if column not in frame:
        raise Mistake(f"no column '{column}' in the frame{hint(column, map(str, frame.columns))}")
    return frame.assign(**{column: frame[column].str.split(";")}).explode(column).astype({column: _TEXT})
