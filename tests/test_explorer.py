"""The explorer without a browser: settings, rows, words, citations, print, files, threads."""

from __future__ import annotations

import base64
import json
import struct
import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree
import zlib
from pathlib import Path

import ipywidgets
import pytest
import traitlets

import samples
from hakusho import bundle, live_chart, sources
from hakusho._altair import alt
from hakusho.errors import Mistake
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def explorer() -> Explorer:
    return samples.sample()


def test_opens_at_the_declared_settings(explorer: Explorer) -> None:
    assert explorer.state == {
        "year": 1980, "groups": samples.GROUPS, "span": [0, 100], "which": "all", "small": True,
    }  # fmt: skip


def test_rows_words_and_sources_follow_the_settings(explorer: Explorer) -> None:
    explorer.set(year=1952, groups=["beta"])
    assert list(explorer.data.year) == [1951]
    assert explorer.caption == "1 rows up to 1952."
    assert explorer.sources == sources.cite(explorer.data)
    assert len(explorer.sources) == 1


def test_data_is_a_copy(explorer: Explorer) -> None:
    taken = explorer.data
    taken.loc[:, "year"] = 0
    assert explorer.data.year.min() == 1950


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"yaer": 2000},
            "there is no control 'yaer', only year, groups, span, which, small; did you mean 'year'?",
        ),
        ({"year": 2010}, "year: 2010 is not between 1950 and 2009"),
        ({"year": "1960"}, "year: '1960' is not a number"),
        (
            {"which": "alhpa"},
            "which: 'alhpa' is not one of 'all', 'alpha', 'beta', 'gamma'; did you mean 'alpha'?",
        ),
        ({"groups": "beta"}, "groups: 'beta' is not a list of values"),
        ({"span": [60, 40]}, "span: 60 to 40 runs backwards"),
        ({"span": [1]}, "span: [1] is not a pair (from, to)"),
        ({"small": "yes"}, "small: 'yes' is neither True nor False"),
        ({"year": 1960, "small": 1}, "small: 1 is neither True nor False"),
    ],
)
def test_a_wrong_setting_is_one_line_and_changes_nothing(explorer: Explorer, change: dict, said: str) -> None:
    before = explorer.state
    with pytest.raises(Mistake) as caught:
        explorer.set(**change)
    assert str(caught.value) == said
    assert explorer.state == before


def test_a_trait_refuses_what_set_refuses(explorer: Explorer) -> None:
    with pytest.raises(traitlets.TraitError, match="not between 1950 and 2009"):
        explorer.year = 1900
    assert explorer.year == 1980


def test_multichoice_keeps_the_declared_order(explorer: Explorer) -> None:
    explorer.set(groups=["gamma", "alpha", "alpha"])
    assert explorer.groups == ["alpha", "gamma"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Range(5, 5),
        lambda: Range(0, 10, 11),
        lambda: Interval(0, 1, step=0),
        lambda: Choice([]),
        lambda: Choice(["a"], "b"),
        lambda: MultiChoice(["a"], ["c"]),
        lambda: Explorer(samples.build, title="x", data=Range(0, 1)),
    ],
)
def test_a_declaration_that_cannot_work_is_refused(make: object) -> None:
    with pytest.raises(Mistake):
        make()


def test_works_with_link_and_observe(explorer: Explorer) -> None:
    slider, ends, seen = ipywidgets.IntSlider(min=1950, max=2009), ipywidgets.IntRangeSlider(), []
    explorer.observe(lambda change: seen.append(change["new"]), "year")
    ipywidgets.link((explorer, "year"), (slider, "value"))
    ipywidgets.link((explorer, "span"), (ends, "value"))
    slider.value = 1990
    ends.value = (20, 30)
    assert (explorer.year, explorer.span, seen) == (1990, [20, 30], [1990])
    assert ipywidgets.jslink((explorer, "year"), (slider, "value")).target == (slider, "value")


def test_a_change_is_answered_with_its_own_state(explorer: Explorer) -> None:
    explorer.set(year=1951, which="beta")
    assert explorer._answer["state"]["year"] == 1951
    assert explorer._answer["words"] == explorer.caption == "1 rows up to 1951."


def test_an_error_in_the_finding_is_shown_in_one_line() -> None:
    def fragile(rows: object, year: int) -> str:
        return str(1 // (year - 1990))

    explorer = Explorer(
        lambda year: alt.Chart(samples.FRAME).mark_point().encode(x="year:Q"),
        title="t", rows=lambda year: samples.FRAME, caption=fragile, year=Range(1980, 2000),
    )  # fmt: skip
    explorer.year = 1990
    assert explorer._answer["words"].startswith("No finding for these settings")


def test_an_answer_overtaken_by_another_is_dropped() -> None:
    entered, release = threading.Event(), threading.Event()

    def slow(year: int) -> object:
        if year == 1981:
            entered.set()
            release.wait(10)
        return samples.FRAME[samples.FRAME.year <= year]

    explorer = Explorer(
        lambda year: alt.Chart(samples.FRAME).mark_point().encode(x="year:Q"),
        title="t", rows=slow, caption=lambda rows, year: f"up to {year}", year=Range(1950, 2009, 1980),
    )  # fmt: skip
    first = threading.Thread(target=lambda: explorer.set(year=1981))
    first.start()
    assert entered.wait(10)
    explorer.set(year=1990)
    release.set()
    first.join(10)
    assert explorer._answer["words"] == "up to 1990"


def test_python_computed_rows_replace_the_named_data_set() -> None:
    explorer = samples.computed()
    spec = json.dumps(explorer.spec)
    explorer.set(top=10)
    assert json.dumps(explorer.spec) == spec
    assert explorer._rows["name"] == "counted"
    assert sum(row["n"] for row in explorer._rows["rows"]) == len(samples.FRAME[samples.FRAME.value <= 10])


# ---------------------------------------------------------------- print and files


def _texts(png: bytes) -> dict[str, str]:
    found, at = {}, 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + body) == struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0]
        if kind == b"iTXt":
            name, text = body.split(b"\0", 1)
            found[name.decode()] = text[4:].decode()
        at += 12 + size
    return found


def test_png_carries_title_finding_and_sources(explorer: Explorer, tmp_path) -> None:
    texts = _texts(explorer.save(tmp_path / "x.png").read_bytes())
    assert texts["Title"] == "Every <b>control</b> & more"
    assert texts["Description"] == explorer.caption
    assert texts["Source"].splitlines() == explorer.sources


def test_svg_carries_title_finding_sources_and_shows_them(explorer: Explorer, tmp_path) -> None:
    root = ElementTree.fromstring(explorer.save(tmp_path / "x.svg").read_text())
    assert root.find(f"{SVG}title").text == "Every <b>control</b> & more"
    assert root.find(f"{SVG}desc").text == explorer.caption
    assert root.find(f"{SVG}metadata").text.splitlines() == explorer.sources
    drawn = "".join(root.itertext())
    assert "Year: 1980" in drawn and "Sources (3):" in drawn and "Made for tests." in drawn


def test_print_shows_the_settings_now(explorer: Explorer, tmp_path) -> None:
    opening = explorer.save(tmp_path / "a.svg").read_text()
    explorer.set(year=1955)
    later = explorer.save(tmp_path / "b.svg").read_text()
    assert later.count('aria-roledescription="circle"') < opening.count('aria-roledescription="circle"')
    assert "Year: 1955" in later


def test_an_unknown_ending_is_one_line_and_leaves_nothing(explorer: Explorer, tmp_path) -> None:
    with pytest.raises(Mistake, match=r"saved as \.html, .*, not as '\.pdf'"):
        explorer.save(tmp_path / "x.pdf")
    assert not list(tmp_path.iterdir())


def test_a_failed_write_keeps_the_old_file(
    explorer: Explorer, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.svg"
    target.write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *a: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        explorer.save(target)
    assert [p.name for p in tmp_path.iterdir()] == ["x.svg"] and target.read_text() == "old"


def test_page_holds_text_from_data_as_text(tmp_path) -> None:
    evil = "</script><script>alert(1)</script>"
    explorer = Explorer(
        lambda: alt.Chart(samples.FRAME).mark_point().encode(x="year:Q"),
        title=evil, rows=lambda: samples.FRAME, caption=lambda rows: evil,
    )  # fmt: skip
    text = explorer.save(tmp_path / "x.html").read_text()
    assert "<script>alert" not in text
    assert text.count("</script>") == 4


# ---------------------------------------------------------------- display


def test_every_display_carries_a_picture(explorer: Explorer) -> None:
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"
    assert data["text/plain"] == metadata["image/png"]["alt"] == explorer.caption
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert explorer.picture == base64.b64decode(data["image/png"])


def test_plain_charts_display_through_the_same_widget() -> None:
    chart = alt.Chart(samples.FRAME, title="Plain").mark_point().encode(x="year:Q")
    data, _ = chart._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} <= set(data)
    assert "vega" not in " ".join(data)


def test_a_chart_sends_no_bundle_and_no_map_of_its_own(explorer: Explorer) -> None:
    sent = {k: v for k, v in explorer.get_state().items() if k not in ("picture", "spec")}
    assert len(repr(sent)) < 20_000
    assert live_chart.runtime() is live_chart.runtime()


def test_large_topologies_are_shared_not_repeated() -> None:
    topology = {"type": "Topology", "arcs": [[[n, n]] for n in range(3000)], "objects": {"land": {}}}
    node = {"data": {"values": topology, "format": {"type": "topojson", "feature": "land"}}}
    light, assets = live_chart.split_assets({"layer": [node, node]})
    assert len(assets) == 1 and len(json.dumps(light)) < 300
    assert light["layer"][0]["data"] == light["layer"][1]["data"]
    assert json.loads(next(iter(assets.values()))) == topology


def test_the_shipped_bundle_is_the_one_that_vl_convert_makes() -> None:
    assert bundle.source() == bundle.build()
    assert len(bundle.packed()) < 1_100_000


def test_no_chart_can_load_from_a_network() -> None:
    chart = alt.Chart("https://example.org/data.csv").mark_point().encode(x="x:Q")
    with pytest.raises(Exception, match=r"example\.org|External|allowed|base"):
        live_chart.LiveChart(chart.to_dict())._repr_mimebundle_()


def test_importing_the_facts_does_not_import_the_charts() -> None:
    heavy = ("altair", "anywidget", "ipywidgets")
    code = f"import sys, hakusho.facts; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
