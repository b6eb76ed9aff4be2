"""A small base of facts for tests, so that they do not depend on the curated figures."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

TEXT = {"type": "string", "kind": "text", "description": "words"}
REQUIRED = {"constraints": {"required": True}}
EMPTY = {"empty": "not known"}


def field(name: str, **more: Any) -> dict[str, Any]:
    """A column descriptor; without `constraints.required` it may be empty."""
    merged = {"name": name, "type": "string", "kind": "text", "description": f"what {name} holds"} | more
    return merged if merged.get("constraints", {}).get("required") else merged | EMPTY


def table(name: str, fields: list[dict[str, Any]], key: list[str], **more: Any) -> dict[str, Any]:
    """A complete table descriptor."""
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": name.title(),
        "description": "One row is one thing.",
        "use": "Use it.",
        "misuse": "Do not misuse it.",
        "licenses": [{"name": "CC-BY-4.0", "title": "Facts compiled for Hakusho; CC BY 4.0"}],
        "licence_checked": "2026-11-22",
        "vintage": "2026-11-22",
        "review_by": "2027-05-31",
        "known_gaps": [],
        "row_floor": 1,
        "read_by": [],
        "clock": {"event": None, "edition_table": False},
        "outliers": [],
        "schema": {"fields": fields, "primaryKey": key, "foreignKeys": []},
    } | more


def _id(name: str) -> dict[str, Any]:
    rules = {"required": True, "unique": True, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    return field(name, kind="id", constraints=rules)


def _enum(name: str, **labels: str) -> dict[str, Any]:
    return field(name, kind="enum", constraints={"required": True, "enum": list(labels)}, labels=labels)


_SOURCES = table(
    "sources",
    [
        _id("source_id"),
        field("title", **REQUIRED),
        field("publisher", **REQUIRED),
        field("author"),
        field("published", kind="partial_date"),
        field("url", kind="url"),
        field("archive_url", kind="url"),
        _enum("kind", official="office", news="press", dataset="data set"),
        field("language"),
        field("accessed", kind="partial_date", **REQUIRED),
        field("note"),
    ],
    ["source_id"],
    clock={"event": "published", "edition_table": False},
)
_COUNTRIES = table(
    "countries", [_id("iso3") | {"constraints": REQUIRED["constraints"]}, field("name")], ["iso3"]
)
_SYSTEMS = table(
    "arms/systems",
    [
        _id("system_id"),
        field("name", **REQUIRED),
        _enum("class", srbm="short-range", irbm="intermediate-range"),
        field("range_min_km", type="integer", kind="number", unit="km", constraints={"minimum": 0}),
        field("range_max_km", type="integer", kind="number", unit="km", constraints={"minimum": 0}),
        field("mass_t", type="number", kind="number", unit="t"),
        field("tested", type="boolean", kind=None, trueValues=["yes"], falseValues=["no"]),
        field("first_test", kind="partial_date"),
        field("budget_year", kind="fiscal_year"),
        field("users_iso3", kind="country_list"),
        field("successor_id", kind="list", of="arms/systems.system_id"),
        field("source_id", kind="source_list", **REQUIRED),
        field("note"),
    ],
    ["system_id"],
    clock={"event": "first_test", "edition_table": False},
    order=[["range_min_km", "range_max_km"]],
)
for _field in _SYSTEMS["schema"]["fields"]:
    if _field["kind"] is None:
        del _field["kind"]
_COUNTS = table(
    "arms/counts",
    [
        _id("count_id"),
        field("system_id", kind="id", **REQUIRED),
        field("year", type="integer", kind="year", **REQUIRED),
        field("count", type="integer", kind="count", unit="missiles"),
        field("publisher", **REQUIRED),
        field("source_id", kind="source_list", **REQUIRED),
        field("note"),
    ],
    ["count_id"],
    clock={"event": "year", "edition_table": False},
    rivals={"by": ["system_id", "year"], "value": ["count"], "definition": ["publisher"]},
)
_COUNTS["schema"]["foreignKeys"] = [
    {"fields": ["system_id"], "reference": {"resource": "arms/systems", "fields": ["system_id"]}}
]
_TERMS = table(
    "arms/terms",
    [
        _id("term_id"),
        field("office", **REQUIRED),
        field("from", kind="partial_date", **REQUIRED),
        field("to", kind="partial_date"),
        field("source_id", kind="source_list", **REQUIRED),
    ],
    ["term_id"],
    clock={"event": "from", "edition_table": False},
    order=[["from", "to"]],
    no_overlap={"by": ["office"], "from": "from", "to": "to"},
)

PACKAGE: dict[str, Any] = {
    "name": "small",
    "profile": "tabular-data-package",
    "resources": [_SOURCES, _COUNTRIES, _SYSTEMS, _COUNTS, _TERMS],
}

FILES = {
    "sources.csv": (
        "source_id,title,publisher,author,published,url,archive_url,kind,language,accessed,note\n"
        "mod-2019,Defence report,Ministry of Defence,,2019-07-01,https://example.org/a,,official,ja,2026-11-22,\n"
        "post-2023,Missiles & fear {2023},The Post,A. Writer,2023-05,https://example.org/b,,news,en,2026-11-22,\n"
        "blog,Undated page,A blog,,,https://example.org/c,,news,en,2026-11-22,read in a copy\n"
    ),
    "countries.csv": "iso3,name\nJPN,Japan\nUSA,United States\n",
    "arms/systems.csv": (
        "system_id,name,class,range_min_km,range_max_km,mass_t,tested,first_test,budget_year,users_iso3,"
        "successor_id,source_id,note\n"
        'alpha-1,Alpha 1,srbm,100,300,1.5,yes,2019-05-04,FY2018,JPN;USA,beta-2,mod-2019,"one, two"\n'
        "beta-2,Bêta 2,irbm,,4000,,no,2017-09,,JPN,,mod-2019;post-2023,Kengun base\n"
        "gamma-3,Gamma 3,irbm,500,4600,,,2023,FY2023,,,blog,健軍駐屯地\n"
    ),
    "arms/counts.csv": (
        "count_id,system_id,year,count,publisher,source_id,note\n"
        "c1,alpha-1,2018,100,Ministry,mod-2019,\n"
        "c2,alpha-1,2018,120,Post,post-2023,\n"
        "c3,alpha-1,2022,130,Post,post-2023,\n"
        "c4,beta-2,2018,,Ministry,mod-2019,\n"
        "c5,beta-2,2010,7,Ministry,mod-2019,\n"
    ),
    "arms/terms.csv": (
        "term_id,office,from,to,source_id\n"
        "t1,minister,2017-08-03,2018-10-02,mod-2019\n"
        "t2,minister,2018-10-02,2019-09-11,post-2023\n"
        "t3,minister,2019-09,,post-2023\n"
    ),
}


def write(folder: Path, package: dict[str, Any] | None = None, **files: str | bytes) -> Path:
    """Write the base into `folder`; `files` replaces a file by its path with '/' and '.' as '__' and '_'."""
    named = {name.replace("/", "__").replace(".", "_"): name for name in FILES}
    content: dict[str, str | bytes] = dict(FILES) | {named[key]: value for key, value in files.items()}
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    (folder / "datapackage.json").write_text(json.dumps(package or PACKAGE, indent=1), "utf-8")
    return folder


def package() -> dict[str, Any]:
    """A copy of the descriptor to change."""
    return copy.deepcopy(PACKAGE)
