"""Words of the theme: names of countries, options of controls, sources for tooltips, lists in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from hakusho import facts
from hakusho.words import capital, joined

NAMED = 5  # places named in a sentence before the rest are counted


def ids(cells: Iterable[str]) -> list[str]:
    """Return the ids of list cells, each once."""
    return list(dict.fromkeys(part for cell in cells for part in cell.split(";")))


def with_titles(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with `source`: publisher and year of each source of the row, for tooltips."""
    known = facts.load("sources").set_index("source_id")
    names = (known["publisher"] + " " + known["published"].str[:4].fillna("n.d.")).to_dict()
    told = [", ".join(names.get(i, i) for i in cell.split(";")) for cell in frame["source_id"]]
    titles = known["title"].to_dict()
    first = [titles.get(cell.split(";")[0], "") for cell in frame["source_id"]]
    return frame.assign(source=told, source_title=first)


def names(codes: set[str], by_code: bool = False) -> dict[str, str]:
    """Return country names in the order of the countries table, ``{name: code}`` or the other way round."""
    table = facts.load("countries")
    kept = table[table["iso3"].isin(codes)].sort_values("display_order")
    pair = ("iso3", "name_en") if by_code else ("name_en", "iso3")
    return dict(zip(kept[pair[0]], kept[pair[1]], strict=True))


def options(column: str, held: pd.Series) -> dict[str, str]:
    """Return options for a column of missiles/systems, ``{label: value}``, labels from the descriptor."""
    field = facts.base().fields("missiles/systems")[column]
    here = set(held)
    return {capital(field["labels"][v]): v for v in field["constraints"]["enum"] if v in here}


def grouped(frame: pd.DataFrame, by: str, value: str) -> dict[str, dict[str, str]]:
    """Return options by country: ``{country: {name: value}}``, from the first code of the column `by`."""
    named = names({code for cell in frame[by] for code in cell.split(";")}, by_code=True)
    found: dict[str, dict[str, str]] = {name: {} for name in named.values()}
    for row in frame.itertuples():
        found[named[getattr(row, by).split(";")[0]]][row.name] = getattr(row, value)
    return {group: options for group, options in found.items() if options}


def short(name: str) -> str:
    """Return a name without what stands in brackets."""
    return name.split(" (")[0]


def listed(names: Sequence[str]) -> str:
    """Return the first names of a list and how many more there are."""
    shown = [short(name) for name in names[:NAMED]]
    more = len(names) - len(shown)
    return joined([*shown, f"{more} more"] if more else shown)
