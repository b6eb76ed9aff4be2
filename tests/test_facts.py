"""Loading, describing, searching and dating the facts. Figures come from the small base, not from data/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import small_base
from hakusho import facts, known
from hakusho.errors import Mistake
from hakusho.facts import FactBase
from hakusho.known import when_known


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_base.write(tmp_path / "data")


@pytest.fixture
def base(folder: Path) -> FactBase:
    return FactBase(folder)


def test_types_come_from_the_descriptor(base: FactBase):
    frame = base.load("arms/systems")
    wanted = {"name": "string", "range_max_km": "Int64", "mass_t": "Float64", "tested": "boolean"}
    assert {name: str(frame[name].dtype) for name in wanted} == wanted
    assert frame["range_min_km"].tolist() == [100, pd.NA, 500]
    assert frame["tested"].tolist() == [True, False, pd.NA]
    assert frame["note"].tolist() == ["one, two", "Kengun base", "健軍駐屯地"]


def test_partial_dates_have_bounds(base: FactBase):
    frame = base.load("arms/systems")
    assert frame["first_test"].tolist() == ["2019-05-04", "2017-09", "2023"]
    assert frame["first_test_start"].tolist() == [
        *map(pd.Timestamp, ("2019-05-04", "2017-09-01", "2023-01-01"))
    ]
    assert frame["first_test_end"].tolist() == [
        *map(pd.Timestamp, ("2019-05-04", "2017-09-30", "2023-12-31"))
    ]


def test_a_fiscal_year_runs_from_april_to_march(base: FactBase):
    row = base.load("arms/systems").iloc[2]
    assert (row["budget_year_start"], row["budget_year_end"]) == (
        pd.Timestamp("2023-04-01"),
        pd.Timestamp("2024-03-31"),
    )
    assert pd.isna(base.load("arms/systems")["budget_year_start"].iloc[1])


def test_february_ends_on_its_last_day():
    _, last = facts.partial_bounds(["2024-02", "2023-02", "1900-02", ""])
    assert [str(day) for day in last] == ["2024-02-29", "2023-02-28", "1900-02-28", "NaT"]


def test_a_frame_belongs_to_the_one_who_loaded_it(base: FactBase):
    first = base.load("arms/systems")
    first.loc[0, "name"] = "changed"
    first["range_max_km"].array[1] = 1
    first.attrs["table"] = "changed"
    again = base.load("arms/systems")
    assert again["name"][0] == "Alpha 1" and again["range_max_km"][1] == 4000
    assert again.attrs == {"table": "arms/systems"}


def test_an_unknown_table_names_the_nearest(base: FactBase):
    with pytest.raises(Mistake, match="no table is called 'arms/sytems'; did you mean 'arms/systems'"):
        base.load("arms/sytems")
    with pytest.raises(Mistake, match="did you mean 'arms/systems'"):
        base.load("systems")


def test_a_bad_cell_is_named_by_file_line_and_column(tmp_path: Path):
    text = small_base.FILES["arms/systems.csv"].replace("4600", "46oo")
    base = FactBase(small_base.write(tmp_path, arms__systems_csv=text))
    with pytest.raises(Mistake, match=r"systems\.csv:4 \[range_max_km\] '46oo' is not of type integer"):
        base.load("arms/systems")


def test_windows_line_ends_and_byte_order_mark_change_nothing(base: FactBase, tmp_path: Path):
    files = {
        name.replace("/", "__").replace(".", "_"): b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for name, text in small_base.FILES.items()
    }
    other = FactBase(small_base.write(tmp_path / "windows", **files))
    for name in base.tables():
        pd.testing.assert_frame_equal(base.load(name), other.load(name))
    assert base.version() == other.version()


def test_version_follows_content(base: FactBase, tmp_path: Path):
    text = small_base.FILES["arms/counts.csv"].replace("130", "131")
    other = FactBase(small_base.write(tmp_path / "other", arms__counts_csv=text))
    assert base.version().startswith("2026-11-22+") and base.version() != other.version()
    assert base.version() == FactBase(base.folder).version()


def test_description_counts_strong_rows_and_escapes(tmp_path: Path):
    package = small_base.package()
    package["resources"][2]["use"] = "<script>alert(1)</script>"
    base = FactBase(small_base.write(tmp_path, package))
    about = base.describe("arms/systems")
    assert (about.rows, about.strong_rows) == (3, 2)  # mod-2019 is official; the blog is press
    assert "<script>" not in about._repr_html_() and "&lt;script&gt;" in about._repr_html_()
    assert "range_min_km" in repr(about) and "km" in repr(about)
    assert list(about.columns["name"])[:2] == ["system_id", "name"]


@pytest.mark.parametrize("text", ["kengun", "KENGUN", "Kengun base"])
def test_find_ignores_case(base: FactBase, text: str):
    hits = base.find(text)
    assert hits["key"].tolist() == ["beta-2"] and hits["column"].tolist() == ["note"]
    assert "Ministry of Defence 2019" in hits["citation"][0]


def test_find_ignores_diacritics_and_reads_japanese(base: FactBase):
    assert "beta-2" in base.find("beta 2")["key"].tolist()  # Bêta 2
    assert base.find("健軍")["key"].tolist() == ["gamma-3"]
    assert base.find("no such words").empty
    with pytest.raises(Mistake):
        base.find(" ")


def test_find_tells_voiced_kana_apart():
    from hakusho.lookup import fold

    assert fold("が") != fold("か") and fold("Ōsumi") == "osumi" and fold("ＪＡＰＡＮ") == "japan"


def test_rivals_stand_side_by_side_with_their_spread(base: FactBase):
    rows = base.rivals("arms/counts")
    assert rows["count"].tolist() == [100, 120]
    assert rows[["lowest", "highest", "spread"]].iloc[0].tolist() == [100, 120, 20]
    assert rows["publisher"].tolist() == ["Ministry", "Post"]
    assert base.rivals("arms/counts", "c1").equals(rows)
    assert len(base.rivals("arms/counts", {"system_id": "alpha-1", "year": 2022})) == 1
    with pytest.raises(Mistake, match="did you mean 'alpha-1'"):
        base.rivals("arms/counts", {"system_id": "alpha-11"})
    with pytest.raises(Mistake, match="arms/counts"):
        base.rivals("arms/systems")


def test_explode_gives_a_row_for_each_item(base: FactBase):
    rows = facts.explode(base.load("arms/systems"), "users_iso3")
    assert rows["users_iso3"].tolist() == ["JPN", "USA", "JPN", pd.NA]


# When was it known? Worked by hand from the publication dates in small_base.


def test_attested_by_is_the_end_of_the_earliest_publication(base: FactBase):
    known = when_known(base, "arms/systems")
    assert known["attested_by"].tolist()[:2] == [pd.Timestamp("2019-07-01"), pd.Timestamp("2019-07-01")]
    assert known["known_basis"].tolist() == ["contemporaneous", "later_edition", "undated"]
    counts = when_known(base, "arms/counts")
    assert counts["attested_by"][1] == pd.Timestamp("2023-05-31")  # "2023-05": the month's last day


def test_a_source_older_than_the_event_attests_it_from_its_first_day(tmp_path: Path):
    text = small_base.FILES["arms/counts.csv"].replace("c1,alpha-1,2018", "c1,alpha-1,2020")
    folder = small_base.write(tmp_path, arms__counts_csv=text)
    assert when_known(FactBase(folder), "arms/counts")["attested_by"][0] == pd.Timestamp("2020-01-01")
    package = small_base.package()
    package["resources"][3]["clock"]["plans"] = True
    small_base.write(tmp_path, package, arms__counts_csv=text)
    assert when_known(FactBase(folder), "arms/counts")["attested_by"][0] == pd.Timestamp("2019-07-01")


def test_as_of_keeps_drops_and_leaves_open(base: FactBase):
    then = base.as_of("2021-01-01")
    assert then.load("arms/counts")["count_id"].tolist() == ["c1", "c4", "c5"]
    assert then.undecided("arms/counts")["count_id"].tolist() == ["c2"]  # of 2018, in a page of 2023
    wanted = {"rows": 5, "kept": 3, "dropped": 1, "not_decidable": 1, "of_later_edition": 1}
    wanted |= {"of_published_later": 0, "of_undated": 0}
    assert then.count("arms/counts") == wanted
    total = then.report().iloc[-1]
    assert (
        total["table"] == "all" and total["rows"] == total["kept"] + total["dropped"] + total["not_decidable"]
    )
    assert "not reconstructable" in repr(then)


def test_an_edition_table_is_never_unknown_then(tmp_path: Path):
    package = small_base.package()
    package["resources"][3]["clock"]["edition_table"] = True
    base = FactBase(small_base.write(tmp_path, package))
    assert set(when_known(base, "arms/counts")["known_basis"]) == {"later_edition"}
    fate = base.as_of("2018-12-31").fate("arms/counts")
    assert fate.tolist() == ["not_decidable", "not_decidable", "dropped", "not_decidable", "not_decidable"]


def test_plans_are_not_dropped_for_lying_ahead(tmp_path: Path):
    package = small_base.package()
    package["resources"][3]["clock"]["plans"] = True
    text = small_base.FILES["arms/counts.csv"].replace("c4,beta-2,2018", "c4,beta-2,2035")
    base = FactBase(small_base.write(tmp_path, package, arms__counts_csv=text))
    assert "c4" in base.as_of("2020").load("arms/counts")["count_id"].tolist()
    assert base.as_of("2018").fate("arms/counts").tolist()[3] == "not_decidable"


def test_as_of_of_a_year_means_its_last_day(base: FactBase):
    assert str(base.as_of("2021").day) == "2021-12-31"
    for wrong in ("yesterday", "2021-13", "2021-02-30", "21"):
        with pytest.raises(Mistake, match="is not a date"):
            base.as_of(wrong)


def test_cells_that_came_later_are_blank(tmp_path: Path):
    package = small_base.package()
    terms = next(r for r in package["resources"] if r["name"] == "arms/terms")
    text = small_base.FILES["arms/terms.csv"].replace("2019-09-11,post-2023", "2021-09-11,mod-2019;post-2023")
    then = FactBase(small_base.write(tmp_path, package, arms__terms_csv=text)).as_of("2020")
    kept = then.load("arms/terms").set_index("term_id")
    assert pd.isna(kept.loc["t2", "to"]) and pd.isna(kept.loc["t2", "to_end"])
    assert kept.loc["t2", "from"] == "2018-10-02" and kept.loc["t1", "to"] == "2018-10-02"
    assert then.blanked("arms/terms") == 1
    terms["clock"]["ahead"] = ["to"]
    spared = FactBase(small_base.write(tmp_path, package, arms__terms_csv=text)).as_of("2020")
    assert spared.load("arms/terms").set_index("term_id").loc["t2", "to"] == "2021-09-11"


def test_a_column_filled_later_is_blank_until_its_newest_source(tmp_path: Path):
    package = small_base.package()
    package["resources"][3]["clock"]["later"] = ["publisher"]
    base = FactBase(small_base.write(tmp_path, package))
    newest = known.newest_source(base, "arms/counts")
    for day in ("2021-01-01", "2030"):
        then = base.as_of(day)
        shown = then.load("arms/counts").set_index("count_id")["publisher"].notna()
        wanted = pd.Series(newest <= then.day, index=base.load("arms/counts")["count_id"])
        assert shown.equals(wanted[shown.index].astype(shown.dtype)), day
        assert then.blanked("arms/counts") == int((~shown).sum())


def test_timeless_tables_are_kept_whole(tmp_path: Path):
    package = small_base.package()
    package["resources"][3]["clock"]["timeless"] = True
    assert set(FactBase(small_base.write(tmp_path, package)).as_of("1950").fate("arms/counts")) == {"kept"}


# The base that ships.


def test_the_shipped_base_shows_no_later_date():
    """The two cells named here were seen filled from later sources in an earlier state."""
    then = facts.as_of("2022-06-01")
    promises = facts.as_of("2022-12-31").load("missiles/promises")
    assert promises["fulfilled_on"].isna().all() and promises["promised_for_to"].notna().any()
    assert not (then.load("policy/offices")["to_start"] > "2022-06-01").any()
    for name in ("countries", "missiles/sites", "threats/nk_sites", "policy/glossary"):
        assert len(then.load(name)) == len(facts.load(name)), name
    assert "came later and are blank" in repr(then)


def test_every_table_loads_and_can_be_described():
    for name in facts.tables():
        frame = facts.load(name)
        assert len(frame) == facts.describe(name).rows > 0, name
        assert list(facts.base().fields(name)) == [c for c in frame if c in facts.base().fields(name)]


def test_the_shipped_base_answers_as_of_and_find():
    total = facts.as_of("2024-02-01").report().iloc[-1]
    assert total["kept"] > 0 and total["dropped"] > 0 and total["of_later_edition"] > 0
    assert len(facts.find("kengun")) > 0
    for name in facts.tables():
        if facts.base().resource(name).get("rivals"):
            facts.rivals(name)


def test_reading_facts_loads_no_charts():
    code = (
        "import sys; from hakusho import facts, sources; [facts.load(t) for t in facts.tables()];"
        "heavy = {'altair', 'frictionless', 'ipywidgets', 'IPython', 'anywidget'};"
        "print(heavy & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
