"""Explorations of the ledger: verdicts by definition, a statement opened, then and now, the third rank."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from hakusho import claims, facts, sources, spending
from hakusho.charts import claims as charts
from hakusho.charts.claims import wrap
from hakusho.claims.checks.base import country
from hakusho.claims.figures import Mark, marks
from hakusho.claims.ground import span
from hakusho.explore.claim_forms import ballot, search, test_bench
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, Range
from hakusho.study import Discussion, Exercise

__all__ = [
    "ballot",
    "defaults",
    "differences",
    "discuss",
    "elsewhere",
    "exercise_age",
    "exercise_changed",
    "exercise_definition",
    "exercise_difference",
    "exercise_lacking",
    "exercise_left_out",
    "exercise_third",
    "ledger",
    "questions",
    "readings",
    "search",
    "test_bench",
    "then_and_now",
    "third_rank",
    "verdicts",
]

GROUPS = {
    "attribution": "said",
    "event": "happened",
    "date": "happened",
    "status": "is",
    "quantity": "is",
    "causal": "view",
    "forecast": "view",
    "opinion": "view",
}
GROUP_NAMES = {
    "all kinds": "all",
    "who said what": "said",
    "what happened, and when": "happened",
    "what is so, and how much": "is",
    "causes, forecasts, judgements": "view",
}
OPENING_CLAIM, OPENING_SUM, OPENING_DAY, OPENING_PAIR = "s4-c05", 68, "2024-02-01", "x14"
DAYS = {"1 February 2024, the article's day": "2024-02-01", "today": claims.TODAY}
VERDICTS = claims.VERDICTS


def _labels(column: str) -> dict[str, str]:
    fields = facts.base().fields("claims/claims")
    return {label.partition(":")[0]: value for value, label in fields[column]["labels"].items()}


@cache
def _ledger() -> pd.DataFrame:
    return claims.ledger()


def _switch_names() -> dict[str, str]:
    names = {"as recorded": claims.AS_RECORDED}
    return names | {claims.meaning(s): s for s in claims.switches() if s != claims.AS_RECORDED}


# ---------------------------------------------------------------- the lead: verdicts


def verdicts() -> Explorer:
    """Every statement under its verdict, with a switch of definitions that moves some."""
    rows, turned = _ledger(), claims.flipped_by_definition()
    turns = {i: dict(zip(g["switch"], g["verdict"], strict=True)) for i, g in turned.groupby("claim_id")}
    tiles = [
        {
            "id": r.claim_id,
            "claim": r.claim,
            "theme": r.theme,
            "group": GROUPS[r.claim_kind],
            "basis": r.judgement,
            "verdict": r.verdict,
            "turns": turns.get(r.claim_id),
        }
        for r in rows.itertuples()
    ]
    return Explorer(
        lambda theme, kind, definition: charts.verdict_tiles(tiles, VERDICTS, theme, kind, definition),
        title="What becomes of the statements of these five articles?",
        rows=_verdict_rows,
        caption=_verdict_words,
        note="One tile is one statement. Dark: a check over the fact tables gives the verdict; "
        "light: a reader's "
        "judgement on named evidence. An orange rim marks a verdict that the definition chosen turns. "
        "The articles were not sampled: the counts say nothing about the press.",
        theme=Choice({"all themes": "all"} | _labels("theme"), label="Theme"),
        kind=Choice(GROUP_NAMES, label="Kind"),
        definition=Choice(_switch_names(), label="Definition"),
    )


def _verdict_rows(theme: str, kind: str, definition: str) -> pd.DataFrame:
    rows = _ledger()
    rows = rows.assign(verdict=rows["claim_id"].map(claims.verdicts(definition)), recorded=rows["verdict"])
    rows = rows[(theme == "all") | rows["theme"].eq(theme)]
    rows = rows[(kind == "all") | rows["claim_kind"].map(GROUPS).eq(kind)]
    columns = ["claim_id", "claim", "theme", "claim_kind", "judgement", "verdict", "recorded", "source_id"]
    return rows[columns].reset_index(drop=True)


def _verdict_words(rows: pd.DataFrame, **state: Any) -> str:
    decided = rows[~rows["verdict"].isin(["opinion", "unverifiable"])]
    if decided.empty:
        return f"None of the {len(rows)} statements can be tested."
    lacking, against = (
        int(decided["verdict"].isin(claims.OMISSION).sum()),
        int(decided["verdict"].eq("contradicted").sum()),
    )
    moved = int(rows["verdict"].ne(rows["recorded"]).sum())
    turned = (
        f" The definition chosen turns {moved} of them." if state["definition"] != claims.AS_RECORDED else ""
    )
    return (
        f"Of {len(rows)} statements {len(decided)} can be tested: {against} contradicted, {lacking} "
        f"({lacking / len(decided):.0%}) in need of a condition, a better term or a date.{turned}"
    )


# ---------------------------------------------------------------- one statement, opened

ORDERS = {"article and paragraph": "p", "theme": "t", "verdict": "v", "confidence": "c"}
_SURE = ["high", "medium", "low"]


def _by_article(rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the statements as the groups of a list: article, then words, then id."""
    return {
        claims.articles()[doc]: {
            f"{textwrap.shorten(r.claim, 60, placeholder=' …')} (¶{r.paragraph})": r.claim_id
            for r in group.itertuples()
        }
        for doc, group in rows.groupby("doc_id")
    }


@cache
def _codes() -> charts.Codes:
    theme, kind = (list(_labels(column).values()) for column in ("theme", "claim_kind"))
    words = {code: label for column in ("theme", "claim_kind") for label, code in _labels(column).items()}
    return charts.Codes(theme, kind, VERDICTS, ["computed", "judged"], claims.articles(), words)


@cache
def _cards() -> pd.DataFrame:
    """Return a row a statement for the board and the card."""
    rows, codes = _ledger(), _codes()
    judged = rows["judgement"].eq("judged")
    why = rows["evidence"].where(judged, rows["claim_id"].map(_reasons))
    return pd.DataFrame(
        {
            "id": rows["claim_id"],
            "t": _places(rows["theme"], codes.theme),
            "k": _places(rows["claim_kind"], codes.kind),
            "v": _places(rows["verdict"], list(codes.verdict)),
            "b": _places(rows["judgement"], codes.basis),
            "c": _places(rows["confidence"], _SURE),
            "par": rows["paragraph"],
            "claim": [wrap(text, 92) for text in rows["claim"]],
            "text": why.where(~judged, why.map(lambda text: wrap(text, after="• Evidence: "))).map(
                charts.packed
            ),
            "who": [
                charts.packed(wrap(text, after="• Who could disagree: ")) if text else ""
                for text in rows["who_could_disagree"].fillna("")
            ],
            "rest": rows["evidence"].map(lambda text: wrap(f"Evidence: {text}")).mask(judged, ""),
        }
    )


def _places(values: pd.Series, order: Sequence[str]) -> pd.Series:
    return values.map({value: k for k, value in enumerate(order)}).astype(int)


def _reasons(claim_id: str) -> str:
    """Return the reasons of a computed verdict as points; SVG swallows empty lines."""
    parts = claims.reasons(claim_id) if claim_id in claims.CHECKS else []
    return "\n".join(wrap(f"• {part}") for part in parts if not part.endswith("the same verdict."))


@cache
def _figures() -> pd.DataFrame:
    """Return the lines of the small charts: of figures and days where computed, of sources where judged."""
    lines = []
    for row in _ledger().itertuples():
        computed = row.claim_id in claims.CHECKS
        found = marks(claims.findings()[row.claim_id], row.published) if computed else _rests_on(row)
        for k, m in enumerate(found):
            a, b = (-1, -1) if m.start is None else (m.start, m.end)
            lines.append(
                (row.claim_id[1:].replace("-", ""), k, m.label, f"{a:g}", f"{b:g}", m.said, int(m.article))
            )
    return pd.DataFrame(lines, columns=["n", "k", "label", "a", "b", "said", "article"])


KINDS = {"official": "official", "treaty": "treaty", "dataset": "data set", "news": "press"}


def _rests_on(row: Any) -> list[Mark]:
    """Return the first source of a judgement, its kind, and how many more there are."""
    if pd.isna(row.evidence_source_id):
        return [Mark("source", None, None, "none: nothing held here could decide it")]
    ids = row.evidence_source_id.split(";")
    kind = sources.records(ids[:1])[0]["kind"]
    more = f"\nand {len(ids) - 1} more" if len(ids) > 1 else ""
    return [Mark(KINDS.get(kind, kind.replace("_", " ")), None, None, sources.short(ids[:1])[0] + more)]


def ledger(claim: str = OPENING_CLAIM) -> Explorer:
    """All statements to filter and sort, and one opened: verdict, reason, what would turn it, the facts."""
    return Explorer(
        lambda **params: charts.ledger_card(_cards(), _figures(), _codes(), **params),
        title="Open any statement: verdict, reason, and what would turn it",
        rows=_behind,
        caption=_ledger_words,
        note='The statements are in the project\'s own words. "Rows shown" lists the facts that a check '
        'read, or the evidence where the verdict is a judgement; "Sources" says who attests them.',
        picks={"claim": "id"},
        theme=Choice({"all": "all"} | _labels("theme"), label="Theme"),
        kind=Choice({"all": "all"} | _labels("claim_kind"), label="Kind"),
        verdict=Choice({"all": "all"} | {label: name for name, label in VERDICTS.items()}, label="Verdict"),
        basis=Choice(["all", "computed", "judged"], label="Basis"),
        order=Choice(ORDERS, label="Sorted by"),
        claim=Choice(_by_article(_ledger()), claim, label="Statement"),
    )


def _behind(claim: str, **_: Any) -> pd.DataFrame:
    """Return the facts behind a verdict. Columns: table, key, fact, source_id."""
    row = _ledger().set_index("claim_id", drop=False).loc[claim]
    if claim in claims.CHECKS:
        return claims.compute(claim).facts().reset_index(drop=True)
    cited = row["evidence_source_id"] if pd.notna(row["evidence_source_id"]) else row["source_id"]
    fact = {"table": "claims/claims", "key": claim, "fact": row["evidence"], "source_id": cited}
    return pd.DataFrame([fact])


def _ledger_words(rows: pd.DataFrame, claim: str, **_: Any) -> str:
    row = _ledger().set_index("claim_id").loc[claim]
    basis = f"computed from {len(rows)} row{'s' * (len(rows) != 1)}" if claim in claims.CHECKS else "judged"
    return f"“{row['claim']}” ({row['article']}): {VERDICTS[row['verdict']]}, {basis}."


# ---------------------------------------------------------------- then and now

_THEN = {
    "open": "not yet\ndecided",
    "supported": "supported",
    "supported_with_nuance": "with a\nnuance",
    "imprecise": "imprecise",
    "contradicted": "contradicted",
    "none": "not recon-\nstructable",
}
_NOW = {
    "supported": "supported",
    "supported_with_nuance": "with a nuance",
    "imprecise": "imprecise",
    "outdated": "outdated",
    "contradicted": "contradicted",
}


def then_and_now(claim: str = "s5-c10") -> Explorer:
    """Two readings of every computed verdict: on the article's day, and now."""
    found = claims.readings().merge(_ledger()[["claim_id", "doc_id", "claim"]], on="claim_id")
    tiles = [
        {
            "id": r.claim_id,
            "doc": r.doc_id,
            "then": "none" if pd.isna(r.then) else r.then,
            "now": r.now,
            "said": r.claim,
            "text": "\n".join(
                [
                    wrap(f"“{r.claim}” ({claims.articles()[r.doc_id]})", 100),
                    wrap(f"On {sources.day(r.day)}: {r.because_then}", 100),
                    wrap(f"Now: {r.because_now}", 100),
                ]
            ),
        }
        for r in found.itertuples()
    ]
    return Explorer(
        lambda doc, claim: charts.reading_matrix(tiles, _THEN, _NOW, doc, claim),
        title="Could a reader of the day have judged so? Columns: then; lines: now",
        rows=_reading_rows,
        caption=_reading_words,
        note="Then: the same check over rows whose sources had been published by the article's day. "
        "Where the rows "
        "that decide are known from later editions only, the reading is not reconstructable: that "
        "says nothing "
        "of what was known. Judged verdicts have one reading.",
        picks={"claim": "id"},
        doc=Choice(
            {"all five": "all"} | {name: doc for doc, name in claims.articles().items()}, label="Article"
        ),
        claim=Choice(
            _by_article(_ledger()[_ledger()["claim_id"].isin(found["claim_id"])]),
            claim,
            label="Statement",
        ),
    )


def _reading_rows(doc: str, claim: str) -> pd.DataFrame:
    found = claims.readings().merge(_ledger()[["claim_id", "doc_id", "source_id"]], on="claim_id")
    found = found[(doc == "all") | found["doc_id"].eq(doc)]
    return found.assign(opened=found["claim_id"].eq(claim)).reset_index(drop=True)


def _reading_words(rows: pd.DataFrame, claim: str, **_: Any) -> str:
    counts = rows["outcome"].value_counts()
    return (
        f"Of {len(rows)} computed verdicts {counts.get('changed', 0)} read differently on the article's day, "
        f"{counts.get('same', 0)} the same, and {counts.get('not_reconstructable', 0)} cannot be "
        f"reconstructed. Opened: “{_ledger().set_index('claim_id').loc[claim, 'claim']}”"
    )


# ---------------------------------------------------------------- the third rank


@cache
def _tables() -> pd.DataFrame:
    """Return the tables that a reader had: one row is a state in a yearly table, for one of the two days."""
    old = facts.as_of(OPENING_DAY).load("spending/sipri_top15_editions")
    old = old.assign(year=old["data_year"], usd=old["usd_current_bn"], day=OPENING_DAY)
    new = facts.load("spending/milex_top")
    new = new[new["year"].ge(2021)].assign(usd=new["usd_current_m"] / 1000, day=claims.TODAY)
    both = pd.concat([old, new]).rename(columns={"country_iso3": "iso3", "n_countries": "n"})
    both["state"] = both["iso3"].map(facts.load("countries").set_index("iso3")["name_en"])
    columns = ["day", "year", "rank", "iso3", "state", "usd", "n", "edition", "source_id"]
    return both[columns].reset_index(drop=True)


def third_rank() -> Explorer:
    """Which rank would a sum have had, in the tables of then and of now?"""
    rows = _tables()
    marks = [
        {
            "day": r.day,
            "year": int(r.year),
            "iso3": r.iso3,
            "state": r.state,
            "rank": int(r.rank),
            "usd": round(float(r.usd), 3),
            "n": int(r.n),
            "edition": r.edition,
        }
        for r in rows.itertuples()
    ]
    return Explorer(
        lambda dollars, day: charts.rank_of_a_sum(marks, dollars, day),
        title="Third in the world? The rank a sum would have had in each yearly table",
        rows=_rank_rows,
        caption=_rank_words,
        note="SIPRI, current dollars, the fifteen largest; the rank counts the others above the sum. "
        "Non-commercial "
        "use with credit to SIPRI. A reader of 2024 had the tables of the time, not today's "
        "revisions. The line "
        "stands where the sum would.",
        dollars=Range(40, 160, OPENING_SUM, label="Sum", unit="billion dollars"),
        day=Choice(DAYS, label="Reader of"),
    )


def _rank_rows(dollars: float, day: str) -> pd.DataFrame:
    rows = _tables()
    rows = rows[rows["day"].eq(day)]
    others = rows[rows["iso3"].ne("JPN")]
    place = others.assign(above=others["usd"].gt(dollars)).groupby("year")["above"].sum() + 1
    return rows.assign(place=rows["year"].map(place)).reset_index(drop=True)


def _rank_words(rows: pd.DataFrame, dollars: float, **_: Any) -> str:
    old = rows["edition"].nunique() > 1
    said = []
    for year, table in rows.groupby("year"):
        notes = [f"edition of {sources.day(table['edition'].iloc[0])}"] if old else []
        others = table[table["iso3"].ne("JPN")]
        apart = (others["usd"] - dollars).abs() / others["usd"].clip(lower=dollars)
        if len(near := [country(code) for code in others.loc[apart.lt(spending.TIE / 100), "iso3"]]):
            notes.append(f"tie with {' and '.join(near)}")
        bracket = f" ({'; '.join(notes)})" if notes else ""
        said.append(f"{table['place'].iloc[0]} on the data of {year}{bracket}")
    where = "" if old else f"In the edition of {sources.day(rows['edition'].iloc[0])}, "
    third = rows[rows["rank"].eq(3)].sort_values("year").iloc[-1]
    return (
        f"{where}{dollars:g} billion dollars would be rank {', '.join(said)}. Third in {third['year']} stood "
        f"{third['state']} with {third['usd']:.1f} billion."
    )


# ---------------------------------------------------------------- where the articles differ

NATURES = {
    "conflict": "conflict: both cannot be right as worded",
    "scope": "scope: both can be right",
    "omission": "omission",
    "overtaken": "overtaken by events",
}


def differences() -> Explorer:
    """Statements of the articles that differ, side by side, the kind of difference and the resolution."""
    pairs, rows = facts.load("claims/contradictions"), _ledger().set_index("claim_id")

    def side(claim_id: str) -> tuple[str, str]:
        row = rows.loc[claim_id]
        return f"{row['article']} · {VERDICTS[row['verdict']]}", wrap(row["claim"], 46)

    cards = []
    for p in pairs.itertuples():
        (a_head, a), (b_head, b) = side(p.claim_a), side(p.claim_b)
        kind = f"{NATURES[p.nature].capitalize()} · about: {p.about}"
        cards.append(
            {
                "id": p.contradiction_id,
                "a": a,
                "b": b,
                "a_head": a_head,
                "b_head": b_head,
                "kind": kind,
                "resolution": wrap(p.resolution, 104),
            }
        )
    options = {
        NATURES[nature]: {
            textwrap.shorten(p.description, 62, placeholder=" …"): p.contradiction_id
            for p in group.itertuples()
        }
        for nature, group in pairs.groupby("nature")
    }
    return Explorer(
        lambda pair: charts.pair_card(cards, pair),
        title="Where these articles differ, side by side",
        rows=lambda pair: pairs[pairs["contradiction_id"].eq(pair)].reset_index(drop=True),
        caption=lambda shown, pair: (
            f"{NATURES[shown['nature'].iloc[0]].capitalize()}. {shown['resolution'].iloc[0]}"
        ),
        note="Pairs were found by reading, not by comparing every statement with every other. A "
        "difference of scope "
        "or an omission is not an error.",
        pair=Choice(options, OPENING_PAIR, label="Pair"),
    )


# ---------------------------------------------------------------- seen from elsewhere, readings, defaults

SUBJECTS = ("strategy_documents", "counterstrike", "exports", "tomahawk", "spending")


def elsewhere(most: int = 12) -> Listing:
    """Return what offices of other states said of the same matters: date, state, office, what, source."""
    rows = facts.load("threats/foreign_statements")
    rows = rows[rows["subject"].isin(SUBJECTS) & rows["date_start"].ge(pd.Timestamp("2022-12-01"))]
    rows = (
        rows.sort_values("date_start")
        .groupby("speaker_iso3")
        .tail(max(1, most // 5))
        .sort_values("date_start")
    )
    cited = ["; ".join(sources.short(cell.split(";"))) for cell in rows["source_id"]]
    shown = rows[["date", "speaker_iso3", "speaker_office", "paraphrase"]].assign(source=cited)
    return Listing(
        shown.assign(
            speaker_iso3=shown["speaker_iso3"].map(facts.load("countries").set_index("iso3")["name_en"])
        ).set_axis(["date", "state", "office", "said, in our words", "source"], axis=1)
    )


def readings() -> Listing:
    """Return what to read on testing claims: author, year, title, what it argues, sources."""
    rows = facts.load("policy/readings")
    columns = {"author": "author", "year": "year", "title": "title", "argues": "argues"}
    return Listing(rows[rows["theme"].eq("claims")].reset_index(drop=True), columns)


def defaults() -> Listing:
    """Return why each exploration opens where it does."""
    pairs = {
        "verdicts": "all themes and kinds, as recorded: the whole ledger before any choice of ours",
        "ledger": "the third-largest spender: the one statement that the facts contradict",
        "then_and_now": "two per cent by 2027: overtaken within days of its article",
        "third_rank": f"{OPENING_SUM} billion dollars, reader of {OPENING_DAY}: as the article has it",
        "differences": "the purchase of Tomahawk: the later article knew less than the earlier one",
    }
    return Listing(pd.DataFrame(pairs.items(), columns=["exploration", "opens with, and why"]))


# ---------------------------------------------------------------- exercises and discussion


def exercise_lacking() -> Exercise:
    """Share of testable statements that lack something."""
    tested, share = claims.testable(), claims.omission_share()
    against = int(tested["verdict"].eq("contradicted").sum())
    return Exercise(
        "Of the statements that can be tested, what share needs a condition, a better term or a date?",
        answer=lambda: share,
        why=lambda: (
            f"{share:.0f}% of {len(tested)}: right in substance and incomplete. Contradicted: "
            f"{against}. A count of "
            "errors alone would miss what these five articles leave out."
        ),
        within=3,
        unit="%",
        clue="Add three of the seven lines of the first chart and leave out opinions and what is open.",
    )


def exercise_definition() -> Exercise:
    """Which setting of the switch turns most verdicts into contradictions?"""
    turned = claims.flipped_by_definition()
    worse = turned[turned["verdict"].eq("contradicted")]["definition"].value_counts()
    return Exercise(
        "Which definition makes most statements contradicted?",
        answer=lambda: str(worse.index[0]),
        why=lambda: (
            f"Under '{worse.index[0]}' {worse.iloc[0]} verdicts become contradicted: the doubling and "
            "the two per "
            "cent rest on items outside the ministry's budget."
        ),
        options=sorted(set(turned["definition"])),
        clue="Step through the definition switch and watch the line 'contradicted'.",
    )


def exercise_left_out() -> Exercise:
    """Which state do the statements on reasons leave out?"""
    said = facts.load("threats/threat_statements")
    named = set(said.loc[said["document"].eq("NSS 2022"), "country_iso3"])
    names = facts.load("countries").set_index("iso3")["name_en"]
    states = {str(names[code]) for code in ("CHN", "PRK", "RUS", "KOR")}
    left = named - {"CHN", "PRK"}
    four = [i for i, check in claims.CHECKS.items() if check.name == "set of states named"]
    return Exercise(
        "Which state does the strategy of 2022 name that the statements on reasons leave out?",
        answer=lambda: str(names[next(iter(left))]),
        why=lambda: (
            f"The strategy names {len(named)} states; {len(four)} statements name "
            "two of them. "
            "Each is right as far as it goes."
        ),
        options=sorted(states),
        clue="Open the statement that the shift is aimed at two states, and read its check.",
    )


def exercise_third() -> Exercise:
    """What did it take to be third on the article's day?"""
    edition = str(spending.edition_on(OPENING_DAY))
    year = int(edition[:4]) - 1
    third = spending.usd_for_place(3, year, edition)
    code = spending.places(year, edition).query("usd_bn == @third")["country_iso3"].iloc[0]
    return Exercise(
        "In the newest table that a reader of 1 February 2024 had, how much had the third state spent?",
        answer=lambda: third,
        why=lambda: (
            f"{country(code)} with {third:.1f} billion dollars in {year}; the sum in the article would have "
            f"been rank {spending.place_of(OPENING_SUM, year, edition)}."
        ),
        within=0.6,
        unit="billion dollars",
        clue="Move the sum until the last column turns green.",
    )


def exercise_changed() -> Exercise:
    """Which of these verdicts could not have been reached on the day?"""
    asked = ["s1-c14", "s2-c11", "s4-c05", "s5-c10"]
    found = claims.readings().set_index("claim_id").loc[asked]
    said = _ledger().set_index("claim_id").loc[asked, "claim"]
    changed = frozenset(said[found["outcome"].eq("changed")])
    return Exercise(
        "For which of these statements would a reader of the article's day have reached another verdict?",
        answer=lambda: changed,
        why=lambda: " ".join(
            f"{claims.meaning_then(r.then).capitalize()} then, {VERDICTS[r.now]} now: “{said[r.Index]}”"
            for r in found.itertuples()
        ),
        options=list(said),
        clue="Look off the diagonal of the chart of two readings.",
    )


def exercise_age() -> Exercise:
    """How old were the measures that one article tells as present?"""
    met = facts.load("policy/policy_timeline").set_index("event_id").loc["p094", "date_start"]
    day = facts.load("claims/seed_documents").set_index("doc_id").loc["s3", "published_start"]
    return Exercise(
        "One article tells measures of the summit of April 2024 as present. How many months old were they?",
        answer=lambda: span(met, day),
        why=lambda: f"{span(met, day)} whole months, and both leaders named had left office.",
        unit="months",
        within=1,
        clue="Open the statement on measures of April 2024, in the article of 23 October 2025.",
    )


def exercise_difference() -> Exercise:
    """What kind of difference between statements is the most common?"""
    counts = facts.load("claims/contradictions")["nature"].value_counts()
    return Exercise(
        "What kind of difference between statements of these articles is the most common?",
        answer=lambda: NATURES[str(counts.index[0])],
        why=lambda: "; ".join(f"{NATURES[str(k)]}: {n}" for k, n in counts.items()) + ".",
        options=list(NATURES.values()),
        clue="The list of pairs is grouped by kind.",
    )


def discuss(question: str = "d59") -> Discussion:
    """A question of the base for a group: its rows, the statements it is about, what to listen for."""
    row = facts.load("claims/discussion_questions").set_index("question_id").loc[question]
    rows: dict[str, list[str]] = {"claims/claims": str(row["related_claim_ids"]).split(";")}
    for pointer in str(row["pointers"]).split(";"):
        table, _, key = pointer.partition(":")
        rows.setdefault(table, []).append(key)
    return Discussion(str(row["question"]), rows=rows, listen_for=str(row["hints"]))


def questions() -> Listing:
    """Return the questions of the base for a seminar, by theme and level."""
    rows, levels = facts.load("claims/discussion_questions"), ["intro", "intermediate", "advanced"]
    themes = {code: name for name, code in _labels("theme").items()}
    rows = rows.assign(theme=rows["theme"].map(themes), step=rows["level"].map(levels.index))
    held = rows.sort_values(["theme", "step"], kind="stable").reset_index(drop=True)
    columns = {"theme": "theme", "level": "level", "question": "question", "hints": "where to look"}
    return Listing(held, columns)
