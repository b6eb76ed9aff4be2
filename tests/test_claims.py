"""The ledger: verdicts computed, flipped and read on the day; the bench, the command and the exports.

Known-good values come from outside the code under test: the source stands beside each.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hakusho import claims, facts
from hakusho.__main__ import main
from hakusho.claims import bench, export
from hakusho.claims.ground import matching
from hakusho.errors import Mistake

IDS = sorted(claims.CHECKS)
each = pytest.mark.parametrize("claim_id", IDS)


# ---------------------------------------------------------------- computed verdicts


@each
def test_the_facts_give_the_recorded_verdict(claim_id: str) -> None:
    found = claims.compute(claim_id)
    assert found.verdict == claims.find(claim_id)["verdict"], found.because


@each
def test_the_named_change_flips_the_verdict(claim_id: str) -> None:
    check = claims.CHECKS[claim_id]
    now, then = claims.compute(claim_id), check(claims.ground().changed(*check.flip.edits))
    assert check.flip.words and then.verdict == check.flip.becomes != now.verdict, then.because


@each
def test_a_check_names_its_rows_and_its_reason(claim_id: str) -> None:
    found = claims.compute(claim_id)
    rows = found.facts()
    assert len(rows) and found.because.endswith(".") and rows["source_id"].ne("").any()
    assert set(rows["table"]) <= set(facts.tables())


@each
def test_a_check_without_its_facts_decides_nothing(claim_id: str) -> None:
    """A check that answers over empty tables would only look whether a row exists, or not even that."""
    empty = claims.Ground(lambda t: facts.load(t) if t in kept else facts.load(t).iloc[:0])
    kept = {"claims/claims", "claims/seed_documents", "missiles/sites", "sources"}
    assert claims.CHECKS[claim_id](empty).verdict in (claims.OPEN, "contradicted")


def test_computed_is_what_has_a_check() -> None:
    rows = claims.ledger()
    assert set(rows.loc[rows["judgement"] == "computed", "claim_id"]) == set(IDS)
    assert rows["check"].notna().eq(rows["check_hint"].notna()).all()
    assert claims.drifted() == []


def test_a_change_that_matches_no_row_is_refused() -> None:
    edit = claims.Edit("policy/offices", {"term_id": "o999"}, {"to": "2025-01-01"})
    with pytest.raises(Mistake, match="no row"):
        claims.ground().changed(edit)("policy/offices")


def test_a_change_moves_the_dates_that_belong_to_it() -> None:
    edit = claims.Edit("policy/offices", {"term_id": "o005"}, {"to": "2025-01-01"})
    row = claims.ground().changed(edit).row("policy/offices", term_id="o005")
    assert row["to_end"] == pd.Timestamp("2025-01-01")
    assert facts.load("policy/offices").set_index("term_id").loc["o005", "to"] == "2025-10-21", "facts stay"


def test_judged_claims_cannot_be_computed() -> None:
    with pytest.raises(Mistake, match="judgement"):
        claims.compute("s1-c01")
    with pytest.raises(Mistake, match="s4-c05"):
        claims.find("s4-c050")


# ---------------------------------------------------------------- known numbers


def test_sixty_eight_billion_was_seventh_in_the_table_of_april_2023() -> None:
    """SIPRI fact sheet of April 2023, table 1: United Kingdom 68.5 billion dollars, sixth."""
    reading = claims.readings().set_index("claim_id").loc["s4-c05"]
    assert reading["day"] == "2024-02-01" and "rank 7 of" in reading["because_then"]


def test_the_reading_of_february_2024_uses_no_later_source() -> None:
    found = claims.CHECKS["s4-c05"].then(claims.Ground().on("2024-02-01"))
    cited = {i for cell in found.facts()["source_id"] for i in cell.split(";")}
    published = facts.load("sources").set_index("source_id").loc[sorted(cited), "published_start"]
    assert len(published) and published.notna().all() and published.max() < pd.Timestamp("2024-02-02")


def test_japan_budget_factor() -> None:
    """Defense Programs and Budget of Japan, fiscal 2022: 5,178.8 bn yen; Buildup Program: 8.9 trillion."""
    assert f"{8900 / 5178.8:.2f} times for the ministry" in claims.compute("s1-c18").because


def test_tokyo_from_the_nearest_launch_area() -> None:
    """A mean sphere of 6,371 km between Kittaeryong (38.99 N 127.62 E) and Tokyo is within 0.6 % of WGS84."""
    because = claims.compute("s2-c26").because
    assert 1000 < float(because.split(" km")[0].split()[-1].replace(",", "")) < 1150


# ---------------------------------------------------------------- definitions


def test_definitions_flip_verdicts_both_ways() -> None:
    flips = claims.flipped_by_definition()
    assert flips["verdict"].ne(flips["recorded"]).all()
    assert {"supported", "contradicted"} <= set(flips["verdict"])
    assert claims.verdicts("spending:ministry")["s1-c18"] == "contradicted"
    assert claims.verdicts("spending:wide")["s1-c18"] == "supported"
    assert claims.verdicts()["s1-c18"] == claims.find("s1-c18")["verdict"]


def test_every_switch_turns_at_least_one_verdict() -> None:
    assert set(claims.flipped_by_definition()["switch"]) | {"spending:wide"} >= set(claims.switches()) - {
        "recorded"
    }


def test_an_unknown_definition_gets_the_nearest() -> None:
    with pytest.raises(Mistake, match="ally:any_tie"):
        claims.verdicts("ally:any")
    with pytest.raises(Mistake, match="spending"):
        claims.ground().under(spend="wide")


# ---------------------------------------------------------------- then and now


def test_readings_cover_every_computed_claim_once() -> None:
    found = claims.readings()
    assert sorted(found["claim_id"]) == IDS
    assert sum(claims.reading_count(o) for o in ("same", "changed", "not_reconstructable")) == len(IDS)


def test_not_reconstructable_is_never_a_verdict() -> None:
    found = claims.readings()
    lost = found[found["outcome"] == "not_reconstructable"]
    assert len(lost) and lost["then"].isna().all()
    assert lost["because_then"].str.contains("later publications").all()


def test_a_target_moved_the_next_day_was_not_known() -> None:
    reading = claims.readings().set_index("claim_id").loc["s5-c10"]
    assert (reading["then"], reading["now"]) == ("supported_with_nuance", "outdated")


# ---------------------------------------------------------------- the bench

TESTED = [
    ("JPN milex rank 2025 <= 3", "contradicted"),
    ("JPN milex rank 2021 <= 9", "holds"),
    ("JPN milex share FY2025 >= 2", "some"),
    ("JPN milex share 2025 >= 2", "some"),
    ("PRK launches 2022 >= 60", "some"),
    ("china scrambles FY2016 > 850", "holds"),
    ("nodong range >= 1200", "some"),
    ("JPN milex rank 1950 <= 3", "undecided"),
    ("2025-01-21 Prime Minister JPN is Ishiba", "holds"),
    ("2025-10-22 Prime Minister JPN is Ishiba", "contradicted"),
    ("jpn MILEX RANK 2025 = 10", "some"),
    ("pyongyang distance tokyo <= 1300", "holds"),
    ("2025-10-23 ally JPN is USA", "holds"),
    ("2025-10-23 ally Japan is KOR", "some"),
    ("1950-01-01 ally JPN is USA", "contradicted"),
    ("2024-02-01 member aukus-2021 is Australia", "holds"),
    ("2024-02-01 member aukus-2021 is JPN", "contradicted"),
    ("2024-02-01 member aukus-2021 != JPN", "holds"),
    ("2020-01-01 member aukus-2021 is AUS", "undecided"),
    ("p080 before p117", "holds"),
    ("p080 after p117", "contradicted"),
    ("Tomahawk contract before Early revision of the three documents", "holds"),
]


@pytest.mark.parametrize(("text", "answer"), TESTED, ids=[t for t, _ in TESTED])
def test_the_bench_answers(text: str, answer: str) -> None:
    found = claims.answer(text)
    assert found.answer == answer and found.why


UNREADABLE = {
    "JPN milex rank 2025": "no comparison",
    "JPN milx rank 2025 <= 3": "did you mean 'milex'",
    "JPN milex rank <= 3": "give a year",
    "JAP milex rank 2025 <= 3": "did you mean 'JPN'",
    "milex rank 2025 <= 3": "name one subject",
    "JPN milex rank 2025 <= third": "is not a number",
    "JPN milex rank 2025 <= 3 by moon": "no definition here",
    "JPN Prime Minister is Ishiba": "give the day",
    "2025-02-30 Prime Minister JPN is Ishiba": "not a date",
    "2025-01-21 Prime Minister XXX is Ishiba": "no subject of Prime Minister is called 'XXX'",
    "tokyo distance <= 300": "two places",
    "tokyo distance kyoto-tower <= 300": "no place is called",
    "2025-10-23 ally JPN >= KOR": "asked with 'is'",
    "2025-10-23 ally JPN is South Kore": "did you mean",
    "tomahawk before p117": "try Tomahawk contract",
    "JPN ally PHL": "write '2026-11-22 ally JPN is PHL'",
    "": "no comparison",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_gets_one_helpful_line(text: str) -> None:
    with pytest.raises(Mistake, match=UNREADABLE[text]) as caught:
        claims.answer(text)
    assert "\n" not in str(caught.value)


def test_a_year_of_the_other_kind_is_offered() -> None:
    assert claims.answer("JPN budget 2025 > 10").why.endswith("write FY2025.")


def test_an_estimate_that_straddles_the_value_depends() -> None:
    found = claims.answer("nodong range >= 1200").readings
    assert set(found["meets"]) >= {"yes", "depends"}


@pytest.mark.parametrize("measure", sorted(bench.MEASURES))
def test_every_measure_answers_its_own_newest_reading(measure: str) -> None:
    subject = next(iter(bench.subjects(measure)))
    date = bench.dates(measure, subject)[0]
    assert bench.definitions(measure, subject, date)
    assert bench.answer(f"{subject} {measure} {date} >= 0").answer == "holds"
    assert bench.answer(f"{subject} {measure} {date} < 0").answer == "contradicted"


# ---------------------------------------------------------------- the command and the exports


def test_the_command_shares_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claim", "JPN milex rank 2025 <= 3"]) == 1
    said = capsys.readouterr().out
    assert "contradicted" in said and "SIPRI" in said
    assert main(["claim", "JPN", "milex", "rank", "2021", "<=", "9"]) == 0


def test_the_command_says_what_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claim", "JPN milx rank 2025 <= 3"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "milex" in error


@pytest.mark.parametrize("claim_id", ["s4-c05", "s1-c03"])
def test_the_command_shows_a_statement(claim_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claim", claim_id]) == 0
    said = capsys.readouterr().out
    assert claims.VERDICTS[claims.find(claim_id)["verdict"]] in said and "Sources:" in said


def test_the_ledger_as_csv(tmp_path: Path) -> None:
    assert main(["claim", "--export", str(tmp_path / "ledger.csv")]) == 0
    rows = list(csv.DictReader((tmp_path / "ledger.csv").open(encoding="utf-8")))
    assert len(rows) == len(claims.ledger())
    third = next(row for row in rows if row["claim_id"] == "s4-c05")
    assert third["flips_if"].endswith("supported") and third["under_other_definitions"]


SCHEMA: dict[str, dict[str, object]] = {
    "ClaimReview": {
        "claimReviewed": str,
        "author": "Organization",
        "datePublished": str,
        "reviewRating": "Rating",
        "itemReviewed": "Claim",
        "citation": list,
        "license": str,
        "identifier": str,
    },
    "Claim": {"appearance": "CreativeWork"},
    "CreativeWork": {
        "name": str,
        "publisher": "Organization",
        "author": "Person",
        "datePublished": str,
        "url": str,
    },
    "Organization": {"name": str},
    "Person": {"name": str},
    "Rating": {
        "alternateName": str,
        "ratingExplanation": str,
        "ratingValue": int,
        "bestRating": int,
        "worstRating": int,
    },
}
"""Properties used and their types, as https://schema.org/ClaimReview and the pages it links to have them."""


def shaped(thing: dict[str, Any]) -> None:
    known = SCHEMA[thing["@type"]]
    for key, value in thing.items():
        if key in ("@type", "@context"):
            continue
        expected = known[key]
        if isinstance(expected, str):
            assert value["@type"] == expected, key
            shaped(value)
        else:
            assert isinstance(value, expected) and value != "", key  # type: ignore[arg-type]
        for one in value if key == "citation" else ():
            shaped(one)


def test_the_ledger_as_claim_review(tmp_path: Path) -> None:
    reviews = json.loads(claims.write(tmp_path / "ledger.jsonld").read_text("utf-8"))
    assert len(reviews) == len(claims.ledger())
    for review in reviews:
        assert review["@type"] == "ClaimReview" and review["@context"] == "https://schema.org"
        shaped(review)
        value = review["reviewRating"].get("ratingValue")
        assert (value is None) == (review["reviewRating"]["alternateName"] in ("opinion", "unverifiable"))
    with pytest.raises(Mistake, match="csv or"):
        export.write(tmp_path / "ledger.txt")


def test_the_articles_agree_with_their_ledger() -> None:
    rows = claims.ledger()
    assert rows["published"].notna().all() and rows["claim_id"].str.split("-").str[0].eq(rows["doc_id"]).all()
    assert matching(rows, doc_id=["s1", "s2"]).sum() == claims.count(doc="s1") + claims.count(doc="s2")
