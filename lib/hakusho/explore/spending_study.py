"""Notebook 04 for readers who learn: tables for reading, self-checks, questions for a group."""

from __future__ import annotations

import pandas as pd

from hakusho import facts, sources, spending
from hakusho.charts import spending as charts
from hakusho.charts.spending_further import ASSUMED
from hakusho.explore.listing import Listing
from hakusho.explore.spending_common import in_words, name_of, signed
from hakusho.explore.spending_further import assumed
from hakusho.study import Discussion, Exercise

MONEY = {
    "extra_need": "extra money needed above 2022", "tax_increase": "tax increases",
    "spending_reform": "cuts elsewhere", "settlement_surplus": "surpluses", "defence_fund": "defence fund",
    "non_tax_revenue": "non-tax revenue", "construction_bonds": "construction bonds (debt, apart)",
}  # fmt: skip
MONEY_COLUMNS = {
    "yearly_by_fy2027": "Plan: each year by fiscal 2027", "five_years": "Plan: fiscal 2023 to 2027",
    "rise_FY2023": "Budget of fiscal 2023", "rise_FY2024": "Budget of fiscal 2024",
}  # fmt: skip


def scenario_defaults() -> Listing:
    """Defaults and ranges of the scenario with their reasons and sources, for reading."""
    held = spending.assumptions()
    said = {
        c: [assumed(n, v) for n, v in zip(held["name"], held[c], strict=True)]
        for c in ("default", "low", "high")
    }
    named = [dict.fromkeys(sources.short([one])[0] for one in cell.split(";")) for cell in held["source_id"]]
    cited = ["; ".join(list(names)[:3]) for names in named]
    held = held.assign(**said, name=held["name"].map(ASSUMED), sources=cited)
    columns = {
        "name": "Assumption", "default": "Opens at", "low": "From", "high": "To",
        "why_default": "Why it opens there", "why_range": "Where the range comes from", "sources": "Sources",
    }  # fmt: skip
    return Listing(
        held, columns, "At most three sources a row; all of them are in the list of sources below."
    )


def who_pays() -> Listing:
    """Where the extra money comes from, in plan and budgets, and bonds apart; what was not found says so."""
    held = spending.table("financing")
    rise = held["scope"].eq("rise_over_fy2022")
    held = held.assign(column=held["scope"].mask(rise, "rise_" + held["fiscal_year"]))
    year_budget = held["item"].eq("construction_bonds") & held["scope"].eq("budget_of_the_year")
    held = held.assign(column=held["column"].mask(year_budget, "rise_" + held["fiscal_year"]))
    rows = [_paid(held[held["item"].eq(item)], words) for item, words in MONEY.items()]
    so_far = spending.financed("construction-bonds-cumulative-fy2023-25") / 1000
    note = (
        "Trillion yen, rounded by the Finance Ministry: parts need not add up. In the plan, non-tax revenue"
        " passes"
        " through the fund. The yields of single taxes and the money of fiscal 2025 and 2026 were not found."
        " Bonds"
        " are debt, so they stand apart: the plan as reported in December 2022, and by the extra budget of"
        " fiscal"
        f" 2025 {so_far:.2f} trillion, as a party newspaper cites ministry papers."
    )
    return Listing(pd.DataFrame(rows), {"item": "Money", **MONEY_COLUMNS}, note)


def _paid(held: pd.DataFrame, words: str) -> dict[str, str]:
    signs = {"about": "about ", "at_least": "over ", "range_low": "from ", "exact": ""}
    row = {"item": words, **dict.fromkeys(MONEY_COLUMNS, "no amount found")}
    used = held[held["column"].isin(MONEY_COLUMNS) & held["amount_jpy_bn"].notna()]
    for one in used.itertuples():
        row[one.column] = f"{signs[one.amount_kind]}{one.amount_jpy_bn / 1000:.1f}"
    cited = dict.fromkeys(part for cell in used["source_id"] for part in cell.split(";"))
    return {**row, "source_id": ";".join(cited)}


# ---------------------------------------------------------------- words of others, claims, exercises


def seen_from_elsewhere() -> Listing:
    """Statements of other states about Japanese spending, and whose words were not found."""
    held = facts.load("threats/foreign_statements")
    held = held[held["about_theme"].eq("spending") | held["subject"].eq("spending")].sort_values("date")
    missing = [c for c in ("CHN", "KOR", "PRK", "RUS", "USA") if c not in set(held["speaker_iso3"])]
    gap = ", ".join(name_of(c) for c in missing)
    note = "Paraphrased; the wording is at the source. Collected cases, not all that was said." + (
        f" No official statement on Japanese spending was found from: {gap}." if gap else "")  # fmt: skip
    speakers = zip(held["speaker_iso3"], held["speaker_office"], strict=True)
    held = held.assign(who=[f"{name_of(c)}, {o}" for c, o in speakers],
                       source=["; ".join(sources.short(s.split(";")))
                               for s in held["source_id"]])  # fmt: skip
    columns = {"date": "Date", "who": "Who", "paraphrase": "What was said", "source": "Source"}
    return Listing(held.reset_index(drop=True), columns, note)


def what_the_articles_said() -> Listing:
    """The statements of the five articles on spending, with verdicts as the ledger records them."""
    held = facts.load("claims/claims")
    held = held[held["theme"].eq("spending")].reset_index(drop=True)
    articles = facts.load("claims/seed_documents").set_index("doc_id")["short_name"]
    held = held.assign(verdict=held["verdict"].str.replace("_", " "), article=held["doc_id"].map(articles))
    columns = {
        "article": "Article",
        "claim": "Statement, in our words",
        "verdict": "Verdict",
        "judgement": "How",
    }
    return Listing(
        held, columns, "How: computed by a named check, or judged. Notebook 06 gives the evidence."
    )


def readings() -> Listing:
    """Readings on comparing and sharing military spending."""
    held = facts.load("policy/readings")
    held = held[held["theme"].eq("spending")].sort_values(["year", "author"])
    columns = {"author": "Author", "year": "Year", "title": "Title", "argues": "What it argues"}
    return Listing(held.reset_index(drop=True), columns)


def exercise_unit() -> Exercise:
    """Which unit turns the rise into a fall."""
    options = list(charts.UNIT_LABELS.values())

    def answer() -> str:
        fell = [u for u in spending.UNITS if spending.change("JPN", 2012, 2024, u) < 0]
        return charts.UNIT_LABELS[fell[0]]

    def why() -> str:
        said = [
            f"{charts.UNIT_LABELS[u]} {signed(spending.change('JPN', 2012, 2024, u))}" for u in spending.UNITS
        ]
        old, new = spending.rate(2012), spending.rate(2024)
        return (f"2012 to 2024: {', '.join(said)}. A dollar cost {old:.1f} yen in 2012 and {new:.1f} in"
                " 2024, so more yen bought fewer dollars.")  # fmt: skip

    return Exercise("In which unit did Japan's military spending fall between 2012 and 2024?", answer, why,
                    options, clue="Think of what a yen bought abroad.")  # fmt: skip


def exercise_countings() -> Exercise:
    """How many countings reach two per cent."""

    def why() -> str:
        hits, every = spending.countings_reaching(), spending.countings()
        one = hits.iloc[-1]
        return (f"Of {int(every['year'].eq(2025).sum())} countings of fiscal 2025 it is '{one['label']}':"
                f" {one['amount_jpy_bn'] / 1000:.1f} of {one['gdp_jpy_bn'] / 1000:.0f} trillion yen, or"
                f" {one['share_pct']:.2f} %, printed as {one['published_pct']:.1f} %.")  # fmt: skip

    return Exercise(
        "By how many of the countings of fiscal 2025 does Japan reach two per cent, rounded to one decimal?",
        lambda: int(spending.countings_reaching()["year"].eq(2025).sum()), why, unit="countings",
        clue="Set the year to 2025 and look for dots on the dashed line.",
    )  # fmt: skip


def exercise_third_place() -> Exercise:
    """What third place would have taken in 2025."""

    def why() -> str:
        usd, rate = spending.usd_for_place(3, 2025), spending.rate(2025)
        held = spending.places(2025).set_index("rank")
        return (f"Third in the table of 2025 is {name_of(held.loc[3, 'country_iso3'])}"
                f" with {usd:.1f} billion dollars; times"
                f" {rate:.1f} yen gives {spending.yen_for_place(3, 2025, rate):.1f} trillion, against"
                f" {spending.milex('JPN', 2025, 'yen') / 1000:.1f} spent.")  # fmt: skip

    return Exercise(
        "How many trillion yen would third place in the table of 2025 have taken, at the average rate of"
        " 2025?",
        lambda: spending.yen_for_place(3, 2025, spending.rate(2025)), why, within=0.6, unit="trillion yen",
        clue="Dollars of number three times yen for a dollar.",
    )  # fmt: skip


def exercise_neighbours() -> Exercise:
    """Which neighbour is nearer, and whether it is a tie."""
    options = ["a tie with the country above", "a tie with the country below", "no tie"]

    def answer() -> str:
        near = [spending.gap("JPN", 2025, to) < spending.TIE for to in ("above", "below")]
        return options[near.index(True)] if any(near) else options[2]

    def why() -> str:
        up, down = (spending.gap("JPN", 2025, to) for to in ("above", "below"))
        place = in_words(spending.rank("JPN", 2025))
        return (f"Japan is {place}. The country above is {up:.1f} % away and the one below {down:.1f} %; a"
                f" tie is a gap under {spending.TIE:g} %.")  # fmt: skip

    question = "Is Japan's place in 2025 a tie with a neighbour (a gap under 5 %)?"
    return Exercise(question, answer, why, options,
                    clue="Look at the gaps beside the bars.")  # fmt: skip


def exercise_contracts() -> Exercise:
    """How much of the contracts is booked, and why expenditure is not added to it."""

    def why() -> str:
        paid = spending.progress("expenditure")["amount_jpy_bn"].sum() / 1000
        signed = spending.progress("contract")["amount_jpy_bn"].sum() / 1000
        plan = spending.table("japan_budget_breakdown").set_index("item_id")["amount_jpy_bn"]
        later = plan["plan-fy2023-27-plan-all-fields-paid-after-fy2027"] / 1000
        return (
            f"{signed:.1f} of {spending.ceiling('contract') / 1000:.1f} trillion yen. Do not add the"
            f" {paid:.1f} trillion of expenditure: a contract signed in one year is paid in later ones, so"
            f" the same yen stands in both,"
            f" and {later:.1f} trillion of the contracts fall due after fiscal 2027."
        )

    return Exercise(
        "What part of the programme's new contracts is booked up to fiscal 2026, extra budgets counted?",
        lambda: spending.progress_pct("contract"), why, within=1.5, unit="%",
        clue="The right-hand panel of the progress chart.",
    )  # fmt: skip


def exercise_exchange() -> Exercise:
    """Spending of 2024 at the rate of 2012."""

    def why() -> str:
        part = spending.decompose("JPN", 2012, 2024)
        return (f"{spending.milex('JPN', 2024, 'yen') / 1000:.2f} trillion yen at the rate of 2012. In log"
                f" points the volume added {part['volume']:.0f}, prices {part['prices']:.0f}, and the"
                f" exchange rate took {-part['exchange']:.0f} away.")  # fmt: skip

    return Exercise(
        "Had the yen kept its rate of 2012, how many billion dollars would Japan's spending of 2024 have"
        " been?",
        lambda: spending.at_old_rate("JPN", 2012, 2024), why, within=2, unit="billion dollars",
        clue="The dashed line of the yen and dollar chart, at its right end.",
    )  # fmt: skip


def exercise_tornado() -> Exercise:
    """Which assumption moves the scenario most."""
    options = list(ASSUMED.values())

    def why() -> str:
        held = spending.tornado(spending.default_scenario()).drop_duplicates("name")
        said = ", ".join(f"{ASSUMED[n]} {s:.0f}" for n, s in zip(held["name"], held["swing"], strict=True))
        return f"Swing in billion dollars over the sourced range: {said}."

    return Exercise(
        "Which assumption, moved over its sourced range alone, changes Japan's dollars of 2027 most?",
        lambda: ASSUMED[str(spending.tornado(spending.default_scenario())["name"].iloc[0])],
        why, options, clue="The longest bar.",
    )  # fmt: skip


def discuss_denominator() -> Discussion:
    """Why fix the denominator?"""
    return Discussion(
        "A government fixes the GDP of one year as the measure of a goal that is due five years later. What"
        " speaks for it, what against, and who should say so in a report?",
        {"spending/japan_budget": [
            "fy2025-nato-style-2pct-total-with-related-expenditure-initial-only",
            "fy2025-nato-style-2pct-total-with-related-expenditure-initial-only-same-year-gdp"],
         "spending/policy_targets": ["tgt-05"]},
        listen_for="planning certainty; a share that no later growth can spoil; the reader who compares"
        " with NATO",
    )  # fmt: skip


def discuss_rank() -> Discussion:
    """What a rank in dollars says."""
    return Discussion(
        "Reuters wrote 'third-biggest, based on current budgets'. Later texts dropped the condition. Is a"
        " rank in current dollars a statement about Japan, about the others, or about the exchange rate?",
        {"spending/rankings": ["reuters-2022-12-16-2027-jpn", "us-live-after-ap-2024-12-27-2027-jpn"]},
        listen_for="others armed faster; the yen; pay and prices at home, which no market rate shows",
    )


def discuss_who_pays() -> Discussion:
    """Taxes, one-off money, bonds."""
    return Discussion(
        "The rise was decided before it was decided who pays. What does one-off revenue or a bond do to the"
        " strength of the promise?",
        {"spending/financing": ["tax-increase-yearly-by-fy2027-fy2027",
                                "construction-bonds-budget-of-the-year-fy2023",
                                "non-tax-revenue-rise-over-fy2022-fy2023"]},
        listen_for="permanence of the source; the post-war rule against bonds for arms; who was asked",
    )  # fmt: skip
