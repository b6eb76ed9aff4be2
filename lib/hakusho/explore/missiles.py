"""Explorations of missiles: published ranges, reach from a place, promises of Japan's programmes."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pandas as pd

from hakusho import facts, missiles
from hakusho.charts import geo as maps
from hakusho.charts import missiles as charts
from hakusho.explore import articles as told
from hakusho.explore.listing import Listing
from hakusho.explorer import Choice, Explorer, Interval, MultiChoice, Range
from hakusho.study import Discussion, Exercise

OPENING_OPERATORS = ("PRK",)
OPENING_SYSTEM, OPENING_SITE = "nodong", "nk-hwangju"
VIEWS = {"fitted to the rings": 0, "500 km": 500, "1,500 km": 1500, "4,000 km": 4000, "12,000 km": 12000}


def ranges() -> Explorer:
    """Published ranges side by side: a bar from lowest to highest, a mark per source."""
    held = missiles.Ranges.load()

    def build(operators: Any, classes: Any, basings: Any, km: Any) -> Any:
        return charts.range_comparison(held, operators, classes, basings, km)

    return Explorer(
        build,
        title="How far do they reach, and who says so? Published ranges by system",
        rows=held.rows,
        caption=held.words,
        note="A bar runs from the lowest to the highest published range; a flight is shown as a mark, not as "
        "a range. Figures of governments, institutes and the press stand side by side. Logarithmic axis.",
        operators=MultiChoice(held.operators(), OPENING_OPERATORS, label="Operator"),
        classes=MultiChoice(held.classes(), label="Class"),
        basings=MultiChoice(held.basings(), label="Launched from"),
        km=Interval(*missiles.ANY_KM, step=50, label="Longest range", unit="km"),
    )


def reach(system: str = OPENING_SYSTEM, site: str = OPENING_SITE) -> Explorer:
    """A system at a place: rings of its lowest and highest published range, and the places inside."""
    held = missiles.Reach.load()

    def build(system: Any, site: Any, view: Any) -> Any:
        return charts.reach_map(held, system, site, view)

    return Explorer(
        build,
        title="What lies within reach? Rings of the lowest and the highest published range",
        rows=held.rows,
        caption=held.words,
        note="Distances are geodesics on WGS84; the map is centred on the place of launch, so they hold in "
        f"every direction. A ring shows distance, not a capability to hit. {maps.de_facto()}",
        system=Choice(held.systems(), system, label="System"),
        site=Choice(held.sites(), site, label="From"),
        view=Choice(VIEWS, label="Map"),
    )


ESTIMATES = {"every published figure": "all", "the lowest only": "lowest", "the highest only": "highest"}
NOT_A_RANGE = (
    "A distance flown is not a range. A band only where two or more sources give a range; where one source "
    "gives a span, its highest figure counts. A cell says that a distance is covered, not that a missile "
    "would hit, and nothing of numbers."
)


def matrix(origin: str = "PRK") -> Explorer:
    """Systems against places: what every figure decides, and what depends on estimate or launch point."""
    held = missiles.Matrix.load()
    return Explorer(
        lambda origin, estimate, places: charts.reach_matrix(held, origin.name, estimate, places),
        title="How much depends on whose estimate? Published ranges against distances",
        rows=lambda origin, estimate, places: held.rows(origin, estimate, places),
        caption=lambda rows, origin, estimate, places: (
            f"{_subset(held, origin, places)}. {held.words(rows)}{_tokyo(rows, origin)}"
        ),
        note=f"{NOT_A_RANGE} North Korea: places of past tests; launchers move. China and Russia: the point "
        "of the mainland nearest to each place, a lower bound of the distance and never a base. Ships, "
        "submarines and aircraft have no launch point and are left out.",
        origin=Choice(held.options, origin, label="From"),
        estimate=Choice(ESTIMATES, label="Believe"),
        places=Choice(held.sets(), label="Places"),
    )


def _subset(held: missiles.Matrix, origin: str, places: str) -> str:
    """Return which places, from where: what the cells counted are limited to."""
    starts = {key: label for group in held.options.values() for label, key in group.items()}
    where = {key: label for label, key in held.sets().items()}[places]
    return f"{where}, from " + {
        "PRK": "the listed launch areas of North Korea",
        "CHN": "the nearest point of China's mainland",
        "RUS": "the nearest point of Russia's mainland",
    }.get(origin, starts[origin].replace("Missile unit", "the missile unit"))


def _tokyo(rows: pd.DataFrame, origin: str) -> str:
    """Tokyo and the Hwasong-7, counted over all listed launch areas."""
    if origin != "PRK" or "tokyo" not in set(rows["site_id"]):
        return ""
    low, high = (missiles.areas_within(estimate=end) for end in ("lowest", "highest"))
    areas = missiles.Matrix.load().launches["PRK"]["nodong"]
    return (
        f" Tokyo lies inside the Hwasong-7's lowest published range from {low} of {len(areas)} listed launch "
        f"areas, inside its highest from {high}."
    )


def mirror() -> Explorer:
    """Japanese systems from announced sites against listed places, in the same form."""
    held = missiles.Matrix.mirror()
    depths = {key: label for label, key in missiles.DEPTHS.items()}

    def build(site: Any, depth: Any, estimate: Any, places: Any) -> Any:
        return charts.reach_matrix(held, f"{depth.name} + '|' + {site.name}", estimate, places)

    return Explorer(
        build,
        title="The same question the other way round: Japan's systems from announced sites",
        rows=lambda site, depth, estimate, places: held.rows(f"{depth}|{site}", estimate, places),
        caption=lambda rows, site, depth, estimate, places: (
            f"{_subset(held, site, places)}, units {depths[depth]}. {held.words(rows)}"
        ),
        note=f"{NOT_A_RANGE} Sites as announced by the ministry or reported by the press. Ships and aircraft "
        "are counted, if chosen, as if they fired from their home port or base, which they would not. "
        "Surface-to-air missiles have no published range here.",
        site=Choice(held.options[""], label="From"),
        depth=Choice(missiles.DEPTHS, "planned", label="Units"),
        estimate=Choice(ESTIMATES, label="Believe"),
        places=Choice(held.sets(), "korea", label="Places"),
    )


FATES = {
    "done in time or before": "kept", "done late": "late", "replaced by another": "replaced",
    "past without a report": "overdue", "still open": "open",
}  # fmt: skip


def _outcomes(fates: list[str]) -> list[str]:
    return [*fates, *(["early"] if "kept" in fates else [])]


def programmes() -> Explorer:
    """Promises of Japan's stand-off programmes on a time line: for when, made when, done when."""
    held = missiles.Programmes.load()

    def build(chosen: Any, fates: Any) -> Any:
        return charts.programme_timeline(held, chosen, fates)

    return Explorer(
        build,
        title="Promised and done: Japan's missile programmes",
        rows=lambda chosen, fates: held.rows(chosen, _outcomes(fates)),
        caption=lambda rows, chosen, fates: held.words(rows),
        note="A fiscal year is a span of time: April to March. Done in time means within that span. "
        "What became of a promise is computed only where it is matched by a fulfilment or a later promise.",
        chosen=MultiChoice(held.programmes(), list(held.programmes().values())[:2], label="Programme"),
        fates=MultiChoice(FATES, label="What became of it"),
    )


OPENING_STAGES = ("decision", "us_approval", "contract", "training", "delivery", "delay_report")


def tomahawk() -> Explorer:
    """The Tomahawk purchase: approval, contract, delivery and delay, and its amounts at a rate."""
    stages = missiles.tomahawk_stages()

    def rows(rate: float, unit: str, stages: list[str]) -> pd.DataFrame:
        money = missiles.money_at(rate).drop(columns="milestone_id")
        listed = missiles.tomahawk_stages()
        listed = listed[listed["kind"].isin(stages)].rename(columns={"milestone": "what"})
        return pd.concat([money, listed], ignore_index=True)

    def caption(rows: pd.DataFrame, rate: float, unit: str, stages: list[str]) -> str:
        cost = missiles.unit_cost() if unit == "yen" else missiles.unit_cost(rate)
        each = f"{cost:,.0f} million yen" if unit == "yen" else f"{cost:.2f} million dollars"
        return (
            f"At {rate:g} yen a dollar the ceiling is {missiles.ceiling_ratio(rate):.2f} times the whole "
            "contract, but they hold different things: the ceiling also 14 control systems and support, the "
            "contract also the fitting of ships. The missile part of the contract alone comes to "
            f"{each} a missile if all {missiles.MOST_TOMAHAWKS} are delivered."
        )

    kinds = {label: kind for kind, label in missiles.STAGES.items() if kind in set(stages["kind"])}
    return Explorer(
        lambda rate, unit, stages: charts.tomahawk(rate, unit, stages),
        title="Tomahawk: a ceiling, a budget, a contract, and what came",
        rows=rows,
        caption=caption,
        note="Bars in full colour are in the currency in which they were set, pale ones are converted at the "
        "rate chosen. A ceiling is the most that a sale may cost; it is not a price. Up to 400: 200 Block IV "
        "and 200 Block V. The number delivered is not public.",
        rate=Range(
            100, 180, round(missiles.rates()["market, month of the contract"]), label="Yen for a dollar"
        ),
        unit=Choice({"yen": "yen", "dollars": "dollars"}, label="Show in"),
        stages=MultiChoice(kinds, OPENING_STAGES, label="Stages"),
    )


def _figures(rows: pd.DataFrame, title: str, axis: str, note: str, opening: str = "all") -> Explorer:
    """Published figures of one group side by side."""
    groups = {"all": "all"} | {name: name for name in dict.fromkeys(rows["group"])}

    def caption(shown: pd.DataFrame, group: str) -> str:
        low, high = float(shown["low"].min()), float(shown["high"].max())
        return (
            f"{len(shown)} published figures, from {low:,.10g} to {high:,.10g}. They differ in what they "
            f"count ({', '.join(dict.fromkeys(shown['kind']))}), so no line joins them."
        )

    def shown(group: str) -> pd.DataFrame:
        return rows if group == "all" else rows[rows["group"] == group].reset_index(drop=True)

    return Explorer(
        lambda group: charts.side_by_side(rows, group, axis),
        title=title,
        rows=shown,
        caption=caption,
        note=note,
        group=Choice(groups, opening, label="Figures"),
    )


def missile_defence() -> Explorer:
    """What Japan has and plans for missile defence, as published numbers."""
    return _figures(
        missiles.missile_defence(),
        "Missile defence that Japan has, plans and may buy",
        "Number",
        "An approval for sale is a permission and not a purchase. Stocks of interceptors are not public.",
        "Aegis ships and sites",
    )


def ship_costs() -> Explorer:
    """Published costs of the Aegis system equipped vessels, by scope."""
    return _figures(
        missiles.ship_costs(),
        "One programme, several costs: the Aegis system equipped vessels",
        "Billion yen",
        "Scopes differ: building or whole life (30 or 40 years), one ship or two, with or without equipment. "
        "That a later figure is higher does not say by how much the same thing grew dearer.",
    )


def china_counts() -> Explorer:
    """Counts of China's missiles and launchers, by category."""
    return _figures(
        missiles.china_counts(),
        "Why counts of China's missiles disagree",
        "Missiles or launchers",
        "Missiles and launchers are different things; reports count at different days; new silos may be "
        "empty. The figures are no time series.",
        "ICBM",
    )


# ---------------------------------------------------------------- seen from elsewhere, the five articles

SPEAKERS = {
    "JPN": "Japan", "USA": "United States", "CHN": "China", "KOR": "South Korea", "PRK": "North Korea",
    "RUS": "Russia",
}  # fmt: skip
TONES = {"statement": "#2f6fb0"}


def _body(*lines: str) -> str:
    """Lines of the text below a chart, wrapped."""
    return "\n".join(part for line in lines if line for part in textwrap.wrap(line, 112))


def elsewhere() -> Explorer:
    """Official words on missiles and counterstrike by state, Japan's announcements in the same form."""
    from hakusho.charts.alliances import lanes  # here: the first chart need not wait for it

    table = missiles.statements()
    lane = table["who"].map(SPEAKERS)
    codes = json.dumps({name: code for code, name in SPEAKERS.items()})
    drawn = pd.DataFrame(
        {
            "id": table["id"], "lane": lane, "x": table["start"].dt.strftime("%Y-%m-%d"), "tone": "statement",
            "head": table["date"] + ", " + lane + ": " + table["office"],
            "short": [textwrap.shorten(words, 48, placeholder=" …") for words in table["words"]],
            "body": [_body(w, m) for w, m in zip(table["words"], table["more"], strict=True)],
            "y": table["start"].dt.year,
        }
    )  # fmt: skip

    def rows(since: int, speakers: list[str], entry: str) -> pd.DataFrame:
        kept = table["start"].dt.year.ge(since) & table["who"].isin(speakers)
        return table.loc[kept | table["id"].eq(entry)].drop(columns="start").reset_index(drop=True)

    def caption(rows: pd.DataFrame, since: int, speakers: list[str], entry: str) -> str:
        one = table[table["id"] == entry].iloc[0]
        return f"{SPEAKERS[one['who']]}, {one['date']}, {one['office']}: {one['words']}"

    def build(since: Any, speakers: Any, entry: Any) -> Any:
        test = f"datum.y >= {since.name} && indexof({speakers.name}, {codes}[datum.lane]) >= 0"
        return lanes(
            drawn, list(SPEAKERS.values()), entry, test, TONES, since=since, label_width=130, panel=90
        )

    labels = table["date"] + ", " + lane + ": " + drawn.pop("short")
    options = dict(zip(labels, table["id"], strict=True))
    return Explorer(
        build,
        title="Missiles and counterstrike in official words, in Tokyo and elsewhere",
        rows=rows,
        caption=caption,
        picks={"entry": "id"},
        note="Paraphrases, not quotations. Japan: decisions and plans as announced. How many there are says "
        "what was collected, not how often a state spoke.",
        since=Range(2013, 2026, 2017, label="Since"),
        speakers=MultiChoice({name: code for code, name in SPEAKERS.items()}, label="Speakers"),
        entry=Choice(options, "chn-2026-03-11", label="Entry open below"),
    )


def articles() -> Explorer:
    """The five articles' claims on missiles by verdict; a click opens claim and grounds."""
    return Explorer(**told.by_verdict("missiles", "missiles", "s4-c13"))


def readings() -> Listing:
    """Return the readings on missiles: author, year, title, what each argues, level."""
    held = facts.load("policy/readings")
    held = held[held["theme"] == "missiles"].sort_values(["level", "year"])
    columns = {"author": "Author", "year": "Year", "title": "Title", "argues": "Argues", "level": "Level"}
    return Listing(held.reset_index(drop=True), columns)


def defaults() -> Listing:
    """Return why each exploration opens where it does."""
    rows = [
        (
            "Whose estimate",
            "North Korea, all areas, every figure",
            "The case with most sources and launch points",
        ),
        (
            "The other way round",
            "units in place or planned, Korea",
            "Announced plans are what neighbours answer",
        ),
        (
            "Promised and done",
            "Type 12 and Tomahawk, every fate",
            "The two largest programmes; no fate left out",
        ),
        ("Tomahawk", "rate of the month of the contract", "The day the yen amount was set"),
        ("Ranges compared", "North Korea", "Most figures that differ"),
        ("Reach on a map", "Hwasong-7 at Hwangju", "Tested from there; Tokyo lies between the rings"),
        (
            "Words from elsewhere",
            "since 2017, China on 11 March 2026",
            "The first stationing and an answer to it",
        ),
    ]
    return Listing(pd.DataFrame(rows, columns=["Exploration", "Opens on", "Because"]))


# ---------------------------------------------------------------- exercises and discussion


def exercise_flown_beyond() -> Exercise:
    """Which North Korean systems flew farther than their highest published range?"""
    spread = missiles.Ranges.load().spread
    both = spread[
        spread["operator_iso3"].eq("PRK") & spread["highest_km"].notna() & spread["flown_km"].notna()
    ]
    beyond = both[both["flown_km"] > both["highest_km"]]
    return Exercise(
        "A flight is no range: tests are often steep or cut short. Yet which North Korean systems have flown "
        "farther than their highest published range?",
        answer=lambda: set(beyond["name"]),
        why=lambda: (
            "; ".join(f"{r.name}: {r.flown_km:,} km against {r.highest_km:,} km" for r in beyond.itertuples())
            + f". For {len(both) - len(beyond)} others the longest flight stays within the range, often far "
            "below it."
        ),
        options=sorted({*beyond["name"], *both.sort_values("highest_km")["name"][:6]}),
        clue="Look for a cross to the right of the bar or of the last circle or diamond in its row.",
    )


OSAKA_FROM = ("nk-wonsan", "nk-sunan", "nk-hwangju", "nk-uiju", "nk-tongchon")


def exercise_osaka() -> Exercise:
    """From which launch areas is Osaka inside the lowest published range of the Hwasong-7?"""
    held = missiles.Matrix.load()
    names = {code: name for name, code in held.options["North Korea: launch areas of tests"].items()}
    low = int(held.systems.set_index("system_id").loc["nodong", "low"])
    kms = {names[area]: held.km[area]["osaka"] for area in OSAKA_FROM}
    return Exercise(
        "From which of these launch areas does Osaka lie inside the lowest published range of the Hwasong-7?",
        answer=lambda: {name for name, km in kms.items() if km <= low},
        why=lambda: (
            f"The lowest figure is {low:,} km. Osaka is "
            + ", ".join(f"{km:,.0f} km from {name}" for name, km in sorted(kms.items(), key=lambda at: at[1]))
            + "."
        ),
        options=sorted(kms),
        clue="Step through these places in the map's second control and look at Osaka's colour.",
    )


def exercise_open_for_tokyo() -> Exercise:
    """For which North Korean systems does the answer for Tokyo depend on estimate or launch point?"""
    rows = missiles.Matrix.load().rows("PRK", "all", "cities")
    tokyo = rows[rows["site_id"].eq("tokyo") & rows["state"].ne("flight")]
    undecided = tokyo[tokyo["state"].isin(missiles.UNDECIDED)]
    return Exercise(
        "For which systems does it depend on the estimate or the launch point whether Tokyo is inside?",
        answer=lambda: set(undecided["system"]),
        why=lambda: (
            "; ".join(f"{r.system}: {r.low_km:,}–{r.high_km:,} km" for r in undecided.itertuples())
            + f". Tokyo is {tokyo['km_nearest'].iloc[0]:,} to {tokyo['km_farthest'].iloc[0]:,} km from the "
            "listed launch areas."
        ),
        options=sorted(tokyo["system"]),
        clue="Read down the column of Tokyo in the first chart.",
    )


def exercise_ningbo() -> Exercise:
    """What decides whether Ningbo is inside the reach of the upgraded Type 12 from announced sites?"""

    def row() -> pd.Series:
        rows = missiles.Matrix.mirror().rows("planned|all", "all", "china")
        return rows.set_index(["system_id", "site_id"]).loc[("type-12-upgraded-ground", "ningbo")]

    return Exercise(
        "What decides whether Ningbo is inside the reach of the upgraded Type 12 from the sites on land?",
        answer=lambda: missiles.STATES[row()["state"]],
        why=lambda: (
            f"From the nearest site it is {row()['km_nearest']:,} km, from the farthest "
            f"{row()['km_farthest']:,}; the published figures are {row()['low_km']:,} and "
            f"{row()['high_km']:,} km. Where the nearest distance lies between two figures, the estimate "
            "decides there, and the launch point decides for the higher figure."
        ),
        options=list(missiles.STATES.values()),
        clue="In the second chart choose the cities of China and read the letter in the cell.",
    )


def exercise_unit_cost() -> Exercise:
    """What does a missile cost in dollars at the plan's rate, by the missile part of the contract?"""
    rates = missiles.rates()
    plan, contract = rates["plan of December 2022"], rates["market, month of the contract"]
    return Exercise(
        f"Take the missile part of the contract, without the fitting of ships, and all "
        f"{missiles.MOST_TOMAHAWKS} missiles. How many million dollars is one at the plan's {plan:g} yen?",
        answer=lambda: missiles.unit_cost(plan),
        why=lambda: (
            f"{missiles.unit_cost():,.0f} million yen divided by {plan:g}. At the market rate of the month "
            f"of the contract, {contract:.0f}, it is {missiles.unit_cost(contract):.2f} million: the same "
            "yen. The whole contract, with the fitting of ships, is half as much again."
        ),
        within=0.05,
        unit="million dollars",
        clue="Set the rate and switch to dollars; the number stands beside the bar of the missiles.",
    )


def exercise_kept_promises() -> Exercise:
    """What happened to the promises that are due?"""
    promises = missiles.Programmes.load().promises
    due = promises[promises["outcome"] != "open"]
    kept = int(due["outcome"].isin(["kept", "early"]).sum())
    counts = due["outcome"].value_counts()
    return Exercise(
        "Of the promises that are due or were replaced, what share was done in time or before it?",
        answer=lambda: 100 * kept / len(due),
        why=lambda: (
            f"{kept} of {len(due)}; {counts['replaced']} were replaced by another promise and "
            f"{counts['overdue']} are past their time without a report. With so few cases, one more or less "
            f"moves the share by {100 / len(due):.0f} points."
        ),
        within=1,
        unit="%",
        clue="Choose all programmes; the sentence below the time line counts the outcomes.",
    )


def discussion_whose_figure() -> Discussion:
    """Whose figure should a map show?"""
    estimates = facts.load("missiles/range_estimates")
    keys = list(estimates.loc[estimates["system_id"] == "nodong", "estimate_id"])
    return Discussion(
        "A map in a newspaper shows one ring for the Hwasong-7. Which figure would you draw, and what would "
        "you write beside it? Who has a reason to give a high figure, who a low one?",
        rows={"missiles/range_estimates": keys},
        listen_for="Is the source the owner, a neighbour, or an institute? Does the figure name a payload?",
    )


def discussion_brought_forward() -> Discussion:
    """Is a date brought forward a promise kept?"""
    promises = missiles.Programmes.load().promises
    keys = list(promises.loc[promises["moved_months"].fillna(0) < 0, "promise_id"])
    return Discussion(
        "Several dates were brought forward by a year. What does an earlier date promise that the later one "
        "did not, and how would you tell a faster programme from an earlier announcement?",
        rows={"missiles/promises": keys},
        listen_for="Number delivered against date of the first; a unit deployed against a stock of missiles.",
    )


def discussion_denial_or_punishment() -> Discussion:
    """Which of the two does a deployment serve?"""
    return Discussion(
        "Take the three deployments below. For each, what would you have to know besides the range to call "
        "it denial or punishment?",
        rows={
            "missiles/deployments": [
                "type-12-upgraded-ground-at-camp-kengun", "type-12-ssm-at-camp-ishigaki",
                "tomahawk-block4-jpn-at-sasebo",
            ],
            "policy/readings": ["heginbotham-samuels-2018", "yoshihara-2014"],
        },
        listen_for="Targets, doctrine, sensors and numbers; a distance decides none of them.",
    )  # fmt: skip


def discussion_seen_from() -> Discussion:
    """Do the neighbours describe the same missiles?"""
    return Discussion(
        "Three governments speak of the same missiles. Which words could be tested with the matrix, and "
        "which could not?",
        rows={"threats/foreign_statements": ["chn-2026-03-11", "prk-2025-03-20", "usa-2023-11-17"]},
        listen_for="In range can be tested; offensive, pre-emptive and deterrent cannot.",
    )


def discussions() -> list[Discussion]:
    """Return the questions for a group, each with the rows that it is about."""
    return [
        discussion_denial_or_punishment(),
        discussion_whose_figure(),
        discussion_brought_forward(),
        discussion_seen_from(),
    ]
