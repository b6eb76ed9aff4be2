"""The check from bytes to sense, on the small base: which faults, which order, which exit code."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import small_base
from hakusho import facts
from hakusho.__main__ import main
from hakusho.check import Problem, check, descriptor, lines, rules
from hakusho.check.run import support
from hakusho.check.sense import RULES, Rule, rules_of
from hakusho.errors import Mistake


def faults(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder, pages=False)]


def replaced(name: str, old: str, new: str) -> dict[str, str]:
    """The file `name` with one replacement, as an argument of small_base.write."""
    text = small_base.FILES[name]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return {name.replace("/", "__").replace(".", "_"): text.replace(old, new)}


def data(tmp_path: Path, package: dict[str, Any] | None = None, **files: str) -> Path:
    return small_base.write(tmp_path / "data", package, **files)


def test_the_small_base_is_sound(tmp_path: Path):
    assert faults(data(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "wanted"),
    [
        (
            "arms/systems.csv",
            "Bêta 2,irbm",
            "Bêta 2,irbmm",
            "data/arms/systems.csv:3 [class] 'irbmm' is not one of srbm, irbm; did you mean 'irbm'?",
        ),
        (
            "arms/systems.csv",
            "2019-05-04",
            "2019-02-29",
            "data/arms/systems.csv:2 [first_test] '2019-02-29' is not a day of the calendar",
        ),
        (
            "arms/systems.csv",
            "JPN;USA",
            "JPN;USB",
            "data/arms/systems.csv:2 [users_iso3] 'USB' is not in countries.csv; did you mean 'USA'?",
        ),
        (
            "arms/systems.csv",
            "JPN;USA,beta-2",
            "JPN;USA,beta-3",
            "data/arms/systems.csv:2 [successor_id] 'beta-3' is not a system_id of arms/systems; "
            "did you mean 'beta-2'?",
        ),
        (
            "arms/counts.csv",
            "c3,alpha-1",
            "c3,alpha-2",
            "data/arms/counts.csv:4 [system_id] 'alpha-2' is not in arms/systems [system_id]; "
            "did you mean 'alpha-1'?",
        ),
        (
            "arms/counts.csv",
            "c2,alpha-1,2018,120,Post,post-2023",
            "c2,alpha-1,2018,120,Post,post-2022",
            "data/arms/counts.csv:3 [source_id] 'post-2022' is not a source in sources.csv; "
            "did you mean 'post-2023'?",
        ),
        ("arms/counts.csv", "c2,", "c1,", "data/arms/counts.csv:3 [count_id] 'c1' already stands on line 2"),
        (
            "arms/systems.csv",
            "gamma-3,Gamma 3,irbm,500,4600",
            "gamma-3,Gamma 3,irbm,5000,4600",
            "data/arms/systems.csv:4 [range_min_km] '5000' is above range_max_km '4600' "
            "(check: order, key: gamma-3)",
        ),
        (
            "arms/systems.csv",
            "Kengun base",
            '"Kengun base"',
            "data/arms/systems.csv:3 [note] odd or needless quotes; a cell is quoted only around a comma or "
            "quotes, which are doubled",
        ),
        (
            "arms/terms.csv",
            "t2,minister,2018-10-02",
            "t2,minister,2018-09-30",
            "data/arms/terms.csv:3 [from] begins '2018-09-30', before the term on line 2 has ended "
            "(check: no_overlap, key: t2)",
        ),
        (
            "arms/terms.csv",
            "2018-10-02,mod-2019",
            "2016-10-02,mod-2019",
            "data/arms/terms.csv:2 [from] '2017-08-03' is above to '2016-10-02' (check: order, key: t1)",
        ),
        (
            "sources.csv",
            "https://example.org/b",
            "http://www.example.org/a/",
            "data/sources.csv:3 [url] same address as 'mod-2019'; keep one of the two "
            "(check: same_address, key: post-2023)",
        ),
        (
            "arms/counts.csv",
            "c3,alpha-1,2022,130,Post,post-2023",
            "c3,alpha-1,2022,130,Post,mod-2019",
            "data/arms/counts.csv:4 [year] the newest dated source is of 2019-07-01, over a year before "
            "(check: attested_before_event, key: c3)",
        ),
        (
            "arms/counts.csv",
            "c3,alpha-1,2022,130,Post,post-2023",
            "c3,alpha-1,2022,130,Post,blog",
            "data/arms/counts.csv:4 [note] rests on undated press or encyclopedia pages only: "
            "say so in a note (check: weak_and_unmarked, key: c3)",
        ),
    ],
)
def test_one_fault_is_one_line(tmp_path: Path, name: str, old: str, new: str, wanted: str):
    assert faults(data(tmp_path, **replaced(name, old, new))) == [wanted]


def test_a_month_may_touch_a_day_it_holds(tmp_path: Path):
    """t3 begins in 2019-09, t2 ends on 2019-09-11: not certainly an overlap."""
    assert faults(data(tmp_path)) == []
    assert faults(data(tmp_path, **replaced("arms/terms.csv", "2019-09,,", "2019-08,,")))


def test_a_wrong_header_is_told_once(tmp_path: Path):
    found = faults(data(tmp_path, **replaced("arms/systems.csv", "range_max_km", "range_max")))
    assert found == [
        "data/arms/systems.csv:1 [range_max_km] column is missing from the header",
        "data/arms/systems.csv:1 [range_max] column is not in the descriptor; did you mean 'range_max_km'?",
    ]


def test_a_broken_bibliography_is_the_only_root_cause(tmp_path: Path):
    assert faults(data(tmp_path, sources_csv="")) == [
        "data/sources.csv:1 the file is empty; expected a header and rows"
    ]


def test_a_missing_file_and_a_stray_one(tmp_path: Path):
    folder = data(tmp_path)
    (folder / "arms/terms.csv").rename(folder / "arms/terms2.csv")
    assert faults(folder) == [
        "data/arms/terms2.csv no table in datapackage.json describes it",
        "data/arms/terms.csv the file is missing; the descriptor names it",
    ]


def test_many_alike_are_counted(tmp_path: Path):
    problems = [Problem("data/a.csv", line, "x", "is wrong") for line in range(2, 502)]
    printed = list(lines(problems))
    assert len(printed) < 20 and printed[-1] == "data/a.csv [x] … and 488 more like this (schema)"


def test_rows_lost_are_noticed(tmp_path: Path):
    package = small_base.package()
    package["resources"][3]["row_floor"] = 6
    found = faults(data(tmp_path, package))
    assert found == ["data/arms/counts.csv 5 rows, fewer than the floor of 6: rows lost?"]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda t: t.pop("misuse"), "[arms/counts] 'misuse' is missing"),
        (lambda t: t.update(vintage="soon"), "[arms/counts] 'vintage' is not a date"),
        (lambda t: t.update(licenses=[]), "[arms/counts] 'licenses' needs an entry"),
        (lambda t: t.pop("clock"), "[arms/counts] 'clock' needs 'event'"),
        (
            lambda t: t["clock"].update(event="yaer"),
            "'clock.event' names a column that the table does not have",
        ),
        (
            lambda t: t["rivals"]["by"].append("when"),
            "'rivals.by' names a column that the table does not have",
        ),
        (lambda t: t["schema"]["fields"][3].pop("unit"), "[arms/counts.count] is a number without 'unit'"),
        (lambda t: t["schema"]["fields"][3].pop("empty"), "[arms/counts.count] may be empty: say in 'empty'"),
        (
            lambda t: t["schema"]["fields"][3].update(description=" "),
            "[arms/counts.count] has no description",
        ),
        (lambda t: t["schema"]["fields"][3].update(kind="cuont"), "'cuont'; expected one of"),
        (lambda t: t.update(outliers=[{"check": "order"}]), "an entry of 'outliers' needs"),
        (
            lambda t: t.update(outliers=[{"check": "order", "key": "c1", "reason": "known"}]),
            "outlier 'c1' of check 'order' no longer triggers; remove the entry",
        ),
        (
            lambda t: t["schema"]["foreignKeys"][0]["reference"].update(resource="arms/system"),
            "refers to the table 'arms/system', which does not exist; did you mean 'arms/systems'?",
        ),
    ],
)
def test_the_descriptor_is_complete(tmp_path: Path, change: Any, wanted: str):
    package = small_base.package()
    change(package["resources"][3])
    found = faults(data(tmp_path, package))
    assert any(wanted in line for line in found), found
    assert found[0].startswith("data/datapackage.json")


def test_an_enum_needs_a_label_for_each_value(tmp_path: Path):
    package = small_base.package()
    del package["resources"][2]["schema"]["fields"][2]["labels"]["irbm"]
    (line,) = faults(data(tmp_path, package))
    assert "[arms/systems.class] needs a label for each allowed value and no other: irbm" in line


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"resources": [{}]}', '{"resources": [{"name": 1}]}', "nonsense"]
)
def test_a_damaged_descriptor_is_one_line(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]):
    folder = data(tmp_path)
    (folder / "datapackage.json").write_text(text)
    assert main(["check", "--data", str(folder)]) in (1, 2)
    out, error = capsys.readouterr()
    assert "Traceback" not in out + error and len((out + error).splitlines()) <= 2


def test_a_true_outlier_is_excused_by_key(tmp_path: Path):
    package = small_base.package()
    text = replaced("arms/systems.csv", "gamma-3,Gamma 3,irbm,500,4600", "gamma-3,Gamma 3,irbm,5000,4600")
    package["resources"][2]["outliers"] = [{"check": "order", "key": "gamma-3", "reason": "as published"}]
    assert faults(data(tmp_path, package, **text)) == []


def test_the_command_says_how_the_base_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = data(tmp_path)
    assert main(["pages", "--data", str(folder)]) == 0
    assert main(["check", "--data", str(folder)]) == 0
    out = capsys.readouterr().out
    # Rows with mod-2019, the only official source: systems 2 of 3, counts 3 of 5, terms 1 of 3.
    assert "arms" in out and out.split("arms")[1].split()[:7] == ["3", "11", "6", "55%", "6", "55%", "55%"]
    assert main(["check", "--data", str(data(tmp_path, **replaced("arms/counts.csv", "c2,", "c1,")))]) == 1
    assert "already stands on line 2" in capsys.readouterr().out


def test_map_points_do_not_lift_a_theme(tmp_path: Path):
    """Systems as a table of places: counts 3 of 5 and terms 1 of 3 are left, 4 of 8."""
    package = small_base.package()
    package["resources"][2]["clock"]["timeless"] = True
    base = facts.FactBase(data(tmp_path, package))
    assert support(base)[0] == ("arms", 3, 11, 6, 6, "50%")


def test_a_missing_folder_is_one_line(capsys: pytest.CaptureFixture[str]):
    assert main(["check", "--data", "/nowhere"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]):
    assert main(["chekc"]) == 2
    assert "did you mean 'check'?" in capsys.readouterr().err


# Sense checks on frames: each gets a sound copy of the shipped table and one figure out of place.


def _columns() -> list[Rule]:
    for name in facts.tables():
        rules_of(name)
    return RULES


def _run(rule: Rule, change: Any = None) -> list[Any]:
    frames = [facts.load(name) for name in (rule.table, *rule.needs)]
    if change:
        change(frames[0])
    return list(rule.run(*frames))


def _named(name: str) -> Rule:
    return next(rule for rule in _columns() if rule.name == name)


def test_every_sense_check_has_its_columns_in_the_shipped_tables():
    """A renamed column must not switch a check off in silence."""
    off = [
        f"{rule.name}: {rule.table} [{column}]"
        for rule in _columns()
        for column in rule.columns
        if rule.table not in facts.tables() or column not in facts.base().fields(rule.table)
    ]
    off += [
        f"{rule.name}: {need}" for rule in _columns() for need in rule.needs if need not in facts.tables()
    ]
    assert off == []


def _put(column: str, value: Any, **where: Any) -> Any:
    """Return a change that sets `column` in the first row where the other columns have the given values."""

    def change(frame: Any) -> None:
        chosen = frame[column].notna()
        for name, wanted in where.items():
            chosen &= frame[name] == wanted
        assert chosen.any(), f"no row with {where}"
        frame.loc[chosen.idxmax(), column] = value

    return change


def _as(column: str, other: str) -> Any:
    """Return a change that copies column `other` into `column`."""
    return lambda frame: frame.__setitem__(column, frame[other])


def _twin(*columns: str) -> Any:
    """Return a change that gives the second row the values of the first in `columns`."""

    def change(frame: Any) -> None:
        for column in columns:
            frame.loc[1, column] = frame.loc[0, column]

    return change


_LONG_AGO = pd.Timestamp("1800-01-01")

# One figure out of place for every sense check.
PLANTED: dict[str, Any] = {
    "against_itself": _as("claim_b", "claim_a"),
    "counted_from_tests": _put("count", 999, counter="cns", unit="missiles", date_basis="utc"),
    "day_in_month": _put("count", 9_999, measure="max_aircraft_one_day", period_from="2022-08"),
    "days_of_period": _put("count", 400.0, measure="days"),
    "days_reported": _put("days_reported", 40, granularity="month"),
    "flight": _put("distance_km", 30_000),
    "flown_in_range": _put("range_max_km", 20_000, measure="flown"),
    "jump": _put("usd_const_m", 540_000.0, country_iso3="JPN", year=2020),
    "landing": _put("distance_km", 6_000, landing_area="sea_of_japan", outcome="success"),
    "launch_day": _put("missiles", 99),
    "local_date": _put("date_kst", "2021-10-25", test_id="CNS-160"),
    "paragraph": _put("paragraph", 999),
    "part_of_stockpile": _put("central", 90_000, measure="deployed", publisher="sipri", year=2023),
    "part_of_year": _put("count", 999, period="H1", fiscal_year="FY2006", against="total"),
    "parts_of_plan": _put("amount_jpy_bn", 50_000.0, scheme="five_year_programme", sub_item="space"),
    "parts_of_scrambles": _put("count", 1, fiscal_year="FY2016", against="total", period="FY"),
    "parts_of_two_percent": _put(
        "amount_jpy_bn", 8_000.0, fiscal_year="FY2027", budget_kind="nato_style_2pct_total"
    ),
    "party_in_time": _put("from_end", _LONG_AGO),
    "range_has_estimate": _put("range_max_km", 123),
    "rank_computed": _put("rank", 3, country_iso3="CAN", measure="sipri_current_usd"),
    "rank_order": _put("rank", 16, year=2024, rank=15),
    "read_before_published": _put("accessed_end", _LONG_AGO, source_id="walt-1987"),
    "reader_can_follow": _put("note", "read in file 9475861280 of a code index"),
    "reader_can_open": _put("url", pd.NA, source_id="cha-2016"),
    "same_address": _twin("url"),
    "same_as_milex": _put("usd_current_m", 1.0, country_iso3="JPN", year=2024),
    "same_place": _twin("lat", "lon", "kind"),
    "same_title": _twin("title", "publisher", "published"),
    "share_of_gdp": _put("share_gdp_pct", 14.0, country_iso3="JPN", year=2020),
    "share_of_outlook": _put("share_gdp_pct", 9.9, gdp_basis="gdp_fy2022_fixed", amount_jpy_bn=8900.0),
    "share_reproduced": _put("usd_const_m", 1.0),  # and a tenth set to nothing, see below
    "shares": _put("share_for_pct", 99.0, sides="for_against"),
    "status_and_dates": _put("status", "in_force", agreement_id="usa-jpn-security-treaty-1951"),
    "two_parties": lambda frame: frame.__setitem__("agreement_id", "no-such-agreement"),
    "yen_per_dollar": _put("usd_bn", 1.0, fiscal_year="FY2025"),
    "zone_in_zone": _put(
        "count", 9_999, zone="territorial_sea", measure="vessel_days", period_from="2023-03"
    ),
}


def test_every_sense_check_is_tried():
    assert sorted(PLANTED) == sorted(rule.name for rule in _columns())


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_sense_check_sees_a_figure_out_of_place(name: str, monkeypatch: pytest.MonkeyPatch):
    rule = _named(name)
    before = {hit.place for hit in _run(rule)}
    if name == "share_reproduced":
        monkeypatch.setattr("hakusho.check.sense.spending.TENTH", 0.0)
    after = {hit.place for hit in _run(rule, PLANTED[name])}
    assert after - before, name


def _declared(rule: str) -> list[str]:
    return [name for name in facts.tables() if facts.base().resource(name).get(rule)]


def _rows(name: str) -> list[dict[str, str]]:
    header, columns = facts.base().raw(name)
    return [dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]


_TURNED = {"integer": ("2", "1"), "number": ("2", "1"), "fiscal_year": ("FY2099", "FY1990")}


@pytest.mark.parametrize("name", _declared("order"))
def test_every_declared_order_sees_two_values_turned_round(name: str):
    resource, fields = facts.base().resource(name), facts.base().fields(name)
    for names in resource["order"]:
        for low, high in pairwise(names):
            kind = "fiscal_year" if fields[low].get("kind") == "fiscal_year" else fields[low]["type"]
            row = _rows(name)[0] | dict.fromkeys(names, "")
            row[low], row[high] = _TURNED.get(kind, ("2099", "1990"))
            assert list(rules.order(name, [row], resource)), f"{name}: {low} after {high} passes"


@pytest.mark.parametrize("name", _declared("no_overlap"))
def test_every_declared_succession_sees_two_terms_at_once(name: str):
    """A finished term stands twice: the copy overlaps the row it was taken from."""
    resource = facts.base().resource(name)
    rule, rows = resource["no_overlap"], _rows(name)
    term = next(row for row in rows if row[rule["to"]] and row[rule["from"]][:4] < row[rule["to"]][:4])
    found = list(rules.overlap(name, [*rows, dict(term)], resource))
    assert any(f"{len(rows) + 2}" in f"{problem.line} {problem.message}" for problem in found)


def test_the_sipri_licence_states_the_numbers_held():
    """The 28 numbers of spending/japan_budget are counted from its rows that cite SIPRI."""
    from hakusho.check.sense.spending import SIPRI_CELLS, reproduced

    held = reproduced(facts.load("spending/milex"), facts.load("spending/milex_top"))
    budget = facts.load("spending/japan_budget")["source_id"].str.contains("sipri").sum()
    told = facts.base().resource("spending/milex")["licenses"][0]["title"]
    assert f"{held['2026-04'] + budget:,} of about {SIPRI_CELLS:,}" in told
    assert f"{held['2025-04']} cells" in told


def test_a_floor_far_from_the_table_is_a_fault():
    rows = [{"source_id": str(i)} for i in range(100)]
    schema = {"fields": [], "primaryKey": ["source_id"]}
    for floor, wrong in ((50, 1), (85, 0), (90, 0), (100, 1)):
        found = rules.table("x.csv", rows, {"schema": schema, "row_floor": floor}, lambda *_: None)
        assert len(found) == wrong, floor


def test_the_shipped_base_passes():
    """The same as `make check`, so that the tests alone tell whether the facts are sound."""
    found = list(lines(check(facts.root())))
    assert not found, "\n".join(found[:20])


def test_check_is_quick_and_quiet_about_its_engine():
    code = "from hakusho.__main__ import main; main(['check'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr and "Warning" not in done.stderr


def _paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a nested value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here] + [path for key, item in inside for path in _paths(item, (*here, key))]


def test_no_damage_to_the_descriptor_raises(tmp_path: Path):
    """Values of another kind at 200 places of the descriptor: faults or a Mistake, never a traceback."""
    folder, rng = data(tmp_path), random.Random(20261122)
    places = [path for path in _paths(small_base.PACKAGE) if path]
    for path in rng.sample(places, 200):
        package = small_base.package()
        holder = package
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = rng.choice([None, 7, "x", [], {}, ["("], {"a": 1}])
        (folder / "datapackage.json").write_text(json.dumps(package))
        try:
            found = check(folder)
        except Mistake:
            continue
        except Exception as error:
            raise AssertionError(f"{path} = {holder[path[-1]]!r} raised {error!r}") from error
        assert found or holder[path[-1]] == {} or path[-1] not in ("name", "path", "type", "schema"), path


def test_contributing_names_every_part_of_the_descriptor(root: Path):
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    parts = [*descriptor.KINDS, *descriptor._WORDS, *descriptor._DAYS, *descriptor._LISTS]
    parts += [
        "clock",
        "rivals",
        "order",
        "no_overlap",
        "outliers",
        "row_floor",
        "labels",
        "unit",
        "empty",
        "of",
    ]
    assert [part for part in parts if f"`{part}`" not in text] == []
