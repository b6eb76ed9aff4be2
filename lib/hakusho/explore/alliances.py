"""The alliance theme's core path: ties over time, network, ladder, words from elsewhere, articles."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hakusho import alliances, facts, sources
from hakusho.charts import alliances as charts
from hakusho.explore import articles as told
from hakusho.explorer import Choice, Explorer, MultiChoice, Range, Toggle
from hakusho.words import count as some

NOW = alliances.today().year
LINE = 118  # characters in a line of the text below a chart
NOT_COLLECTED = (
    "Ties among third states are not collected: the chart cannot show density or the centrality of anyone "
    "but Japan."
)


def body(*lines: str, width: int = LINE) -> str:
    """Return texts as the lines below a chart; empty ones are left out."""
    return "\n".join(part for line in lines if line for part in charts.wrapped(line, width))


def day(year: int) -> str:
    """Return the day that stands for a year in words: 31 December, or the last day known."""
    last = alliances.day_of(year)
    return f"{last.day} {last:%B} {last.year}"


# ---------------------------------------------------------------- the lead


def lattice() -> Explorer:
    """Return Japan's ties in effect by year and kind, and the share that include the United States."""
    ties = alliances.ties("JPN")

    def rows(year: int, kinds: list[str], open_ended: bool) -> pd.DataFrame:
        shown = alliances.in_effect(year, kinds, open_ended)
        columns = ["agreement_id", "short_name", "kind", "others", "with_us", "first_year", "source_id"]
        return shown[columns].reset_index(drop=True)

    def caption(shown: pd.DataFrame, year: int, kinds: list[str], open_ended: bool) -> str:
        american, unknown = int(shown.with_us.sum()), len(alliances.undated(year, kinds, open_ended))
        pledge = " and ".join(f"the {alliances.name(code)}" for code in alliances.pledged_to("JPN", year))
        share = f" ({int(100 * american / len(shown) + 0.5)} per cent)" if len(shown) else ""
        return (
            f"{day(year)}: {some(len(shown), 'dated tie')} of these kinds in effect, {len(shown) - american} "
            f"without the United States and {american} with it{share}; in effect, date unknown: {unknown}. "
            f"Pledged to defend Japan: {pledge or 'nobody'}."
        )

    return Explorer(
        lambda **p: charts.lattice(ties, **p),
        title="Japan's security ties in effect, with the United States and without",
        rows=rows,
        caption=caption,
        note="A tie counts when it is in effect on the last day of the year, in the running year on "
        f"{day(NOW)}. Off at the start: political texts, contracts and forums, which bind no one in law and "
        "never expire (kinds with an asterisk hold nothing else), and ASEAN's amity treaty (24 parties as "
        "ATOP codes it, rivals included). Before 1960 (grey) two data "
        "sets code an American pledge, we do not. " + NOT_COLLECTED,
        year=Range(charts.FIRST_YEAR, NOW, NOW, label="Year", play=True),
        open_ended=Toggle(False, label="Also texts that never expire (political texts, contracts, forums)"),
        kinds=MultiChoice(
            _kind_options(ties),
            list(alliances.DEFAULT_KINDS),
            label="Kinds",
        ),
    )


def _kind_options(ties: pd.DataFrame) -> dict[str, str]:
    """Options for the kinds; those that hold only texts that never expire come last, with an asterisk."""
    legal = set(ties[~ties.open_ended].kind)
    last = [kind for kind in alliances.KINDS if kind not in legal]
    first = {label: kind for kind, label in alliances.KINDS.items() if kind in legal}
    return first | {f"{alliances.KINDS[kind]}*": kind for kind in last}


# ---------------------------------------------------------------- the network


def network() -> Explorer:
    """Return the ties of Japan and the United States in a year; a click on an edge opens the agreement."""
    edges, many = alliances.edges(), alliances.many_party()
    listed = list(dict.fromkeys([*edges[edges.known != "pending"].agreement_id, *many.agreement_id]))
    texts = _texts(listed)
    columns = ["a", "b", "agreement_id", "title", "bond", "source_id"]

    def rows(year: int, country: str, agreement: str, apart: bool) -> pd.DataFrame:
        opened = alliances.agreement(agreement)
        first = {"agreement_id": agreement, "title": f"Open: {opened.short_name}"}
        parts = [
            pd.DataFrame([first | {"source_id": opened.source_id}]),
            alliances.strongest(year, country, apart)[columns],
            _many_rows(many, year, country, apart)[columns],
        ]
        return pd.concat(parts, ignore_index=True)[columns].fillna("")

    def caption(shown: pd.DataFrame, year: int, country: str, agreement: str, apart: bool) -> str:
        pairs = shown[shown.b.ne("")]
        pledges, many_now = int((pairs.bond == "pledge").sum()), int((shown.bond == "many parties").sum())
        unknown, signed = (_without_a_day(edges, state, year, country) for state in ("unknown", "pending"))
        whose = "Japan and the United States" if country == "all" else alliances.name(country)
        return (
            f"{day(year)}, {whose}: {some(len(pairs), 'pair')} of states tied, {pledges} of them by a "
            f"defence pledge; texts of three or more: {many_now}; in effect, date unknown: {unknown}; "
            f"signed only: {signed}. Open: {alliances.agreement(agreement).short_name.rstrip('.')}."
        )

    return Explorer(
        lambda **p: charts.network(edges, many, texts, **p),
        title="Who is tied to Japan and to the United States, by strongest bond",
        rows=rows,
        caption=caption,
        picks={"agreement": "agreement_id"},
        note="Arrow heads point at the state that is to be defended: two heads where both are pledged. The "
        "order of bonds is ours. Off at the start, with an asterisk when shown: the Manila Pact (its "
        "organisation ended in 1977; its pledge between the United States and Thailand is then drawn as a "
        "line), ASEAN's amity treaty and the Shanghai Cooperation Organisation, whose "
        "members include rivals. The North Atlantic Treaty does not reach the Pacific and is not drawn. "
        + NOT_COLLECTED,
        year=Range(charts.FIRST_YEAR, NOW, NOW, label="Year", play=True),
        country=Choice(_focus_options(edges), "all", label="Country in focus"),
        agreement=Choice(
            _agreement_options(listed), "usa-jpn-security-treaty-1960", label="Agreement open below"
        ),
        apart=Toggle(False, label="Also Manila Pact, ASEAN treaty, SCO"),
    )


def _many_rows(many: pd.DataFrame, year: int, focus: str, apart: bool) -> pd.DataFrame:
    now = many[(many.first_year <= year) & (many.last_year >= year) & (apart | ~many.apart)]
    now = now if focus == "all" else now[now.members.str.contains(focus)]
    return now.rename(columns={"members": "a"}).assign(b="", bond="many parties")


def _without_a_day(edges: pd.DataFrame, state: str, year: int, focus: str) -> int:
    """Count ties in effect since an unknown day, or signed and not known to be in effect ("pending")."""
    now = edges[edges.known.eq(state) & (edges.signed_year <= year) & (edges.last_year >= year)]
    return len(now if focus == "all" else now[(now.a == focus) | (now.b == focus)])


def _focus_options(edges: pd.DataFrame) -> dict[str, str]:
    codes = sorted({*edges.a, *edges.b} - {"JPN", "USA"}, key=alliances.name)
    return {"All": "all"} | {alliances.name(code): code for code in ("JPN", "USA", *codes)}


def _agreement_options(keys: list[str]) -> dict[str, str]:
    table = facts.load("alliances/agreements").set_index("agreement_id")
    return dict(sorted((f"{table.short_name[key]} ({_span(table.loc[key])})", key) for key in keys))


def _span(row: pd.Series) -> str:
    start = row.in_force if pd.notna(row.in_force) else row.signed
    first = str(start)[:4] if pd.notna(start) else "date unknown"
    if row.in_force_known in ("unknown", "pending") and pd.isna(row.ended):
        return f"signed {first}" if pd.notna(row.signed) else "date unknown"
    return f"{first}–{row.ended[:4]}" if pd.notna(row.ended) else f"from {first}"


def _texts(keys: list[str]) -> pd.DataFrame:
    """Each agreement as a title and lines: dates, who is obliged, what the text says, its firmest sources."""
    table = facts.load("alliances/agreements").set_index("agreement_id")
    coded = alliances.codings()
    lines = [
        body(
            _dates(table.loc[key]),
            _obliged(coded[coded.agreement_id == key]),
            table.summary[key],
            _firmest(table.source_id[key].split(";")),
        )
        for key in keys
    ]
    heads = [table.name[key] if len(table.name[key]) < 100 else table.short_name[key] for key in keys]
    return pd.DataFrame({"agreement_id": keys, "head": heads, "body": lines})


def _firmest(ids: list[str]) -> str:
    more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    return f"Source: {sources.short(ids[0])[0]}{more}."  # rows name the firmest source first


def _dates(row: pd.Series) -> str:
    form = {"binding": "Binding", "political": "Political text", "law": "Law", "contract": "Contract"}
    start = {
        "dated": f"in effect from {row.in_force}",
        "unknown": "in effect, date unknown",
        "pending": "entry into force not found or still to come",
        "not_applicable": "needs no entry into force",
    }[row.in_force_known]
    signed = row.signed if pd.notna(row.signed) else "date unknown"
    ended = f"; ended {row.ended}" if pd.notna(row.ended) else ""
    return f"{form.get(row.legal_form, 'Text')}. Signed or announced: {signed}; {start}{ended}."


def _obliged(parties: pd.DataFrame) -> str:
    if len(parties) == 0:
        return "No promise to defend."
    parties = parties.drop_duplicates("country", keep="last")  # a later spell replaces an earlier one
    running = (parties.last_year == alliances.NEVER).any()
    duties = {"yes": "pledged", "limited": "pledged within limits"}
    parts = []
    for row in parties[parties.ours.isin(list(duties))].itertuples():
        left = running and row.last_year != alliances.NEVER
        until = f" until {row.last_year + 1}" if left else ""
        parts.append(f"{alliances.name(row.country)} {duties[row.ours]}{until}")
    return f"To defend: {'; '.join(parts)}." if parts else "Nobody is pledged to defend."


# ---------------------------------------------------------------- the ladder


def ladder() -> Explorer:
    """Return the rungs of cooperation that each partner of Japan has reached in a year."""
    spells = alliances.ladder()
    score = alliances.rungs(NOW).assign(s=lambda t: t.reached * 10 + 1).groupby("partner").s.sum()
    order = sorted(score.index, key=lambda code: (-score[code], alliances.name(code)))

    def rows(year: int, rungs: list[str]) -> pd.DataFrame:
        held = alliances.rungs(year)
        columns = ["partner", "rung", "state", "date", "since", "reached", "title", "source_id"]
        return held[held.rung.isin(rungs)][columns].reset_index(drop=True)

    def caption(shown: pd.DataFrame, year: int, rungs: list[str]) -> str:
        if not rungs:
            return "No rung chosen."
        counts = shown[shown.reached].groupby("partner").size()
        best = counts.max() if len(counts) else 0
        top = ", ".join(alliances.name(code) for code in counts[counts == best].index) or "nobody"
        unknown, signed = int((shown.state == "unknown").sum()), int((shown.state == "pending").sum())
        return (
            f"{day(year)}: {some(len(counts), 'partner')} with at least one of these rungs; most: {top} "
            f"({best} of {len(rungs)}). In effect, date unknown: {unknown}; signed only: {signed}."
        )

    return Explorer(
        lambda **p: charts.ladder(spells, order, **p),
        title="Japan's ladder with each partner",
        rows=rows,
        caption=caption,
        note="A number is the first year in which the rung was held with that partner. 2+2: foreign and "
        "defence ministers have met at least once; it does not say that they still meet (with Russia the "
        "last round found was in 2019); with the United States envoys and commanders met from 1960, "
        "four ministers first in 1995. Development: programmes before 2006, such as the F-2 fighter, were "
        "not collected. Signed only: entry into force was not found or is still to come. "
        "The status of US forces in Japan (1960) runs one way and is no rung. An empty field: nothing was "
        "found.",
        year=Range(1983, NOW, NOW, label="Year", play=True),
        rungs=MultiChoice({label: rung for rung, label in alliances.RUNGS.items()}, label="Rungs"),
    )


# ---------------------------------------------------------------- seen from elsewhere, the five articles

SPEAKERS = {
    "JPN;USA": "Japan and US together",
    "USA": "United States",
    "CHN": "China",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "RUS": "Russia",
    "JPN": "Japan",
}
WORDS, ACTS = "statement", "deployment, transit or firing"
TONES = {WORDS: "#2f6fb0", ACTS: "#CD8800"}
ON_THE_ALLIANCE = ("collective_self_defence", "us_missiles")
"""Subjects of statements that concern the alliance, though filed under another theme."""


def elsewhere() -> Explorer:
    """Return official words on the alliance by state, with deployments and transits of all sides."""
    table = _words_and_acts()
    drawn = table[["id", "lane", "x", "tone", "head", "body", "y"]]

    def rows(since: int, acts: bool, entry: str) -> pd.DataFrame:
        shown = table[(table.y >= since) & (acts | table.tone.eq(WORDS))]
        return shown[["id", "date", "lane", "tone", "words", "source_id"]].reset_index(drop=True)

    def caption(shown: pd.DataFrame, since: int, acts: bool, entry: str) -> str:
        moves = f"; acts: {(shown.tone == ACTS).sum()}" if acts else ""
        return f"Since {since}, statements listed: {_by_lane(shown[shown.tone == WORDS])}{moves}."

    return Explorer(
        lambda since, acts, entry: charts.lanes(
            drawn,
            list(SPEAKERS.values()),
            entry,
            f"datum.y >= {since.name} && ({acts.name} || datum.tone == '{WORDS}')",
            TONES,
            since=since,
            label_width=160,
            panel=75,
            lane_words=f"datum.label == 'Japan' && !{acts.name} ? 'Japan (acts only)' : datum.label",
        ),
        title="The alliance in official words, and forces on the move",
        rows=rows,
        caption=caption,
        picks={"entry": "id"},
        note="Statements on the alliance, its exercises, collective self-defence and American missiles in "
        "Japan. Japan speaks here through the documents that it issues with the United States (summits, "
        "ministers' meetings); its statements alone are not in this list: a gap. Numbers show what was "
        "collected, not how much was said.",
        since=Range(2004, NOW, 2010, label="Since"),
        acts=Toggle(False, label="Also deployments, transits and firings by all sides"),
        entry=Choice(
            dict(zip(table["head"], table.id, strict=True)), "chn-2024-04-12", label="Entry open below"
        ),
    )


def _by_lane(said: pd.DataFrame) -> str:
    counts = said.lane.value_counts()
    return ", ".join(f"{who} {counts[who]}" for who in SPEAKERS.values() if who in counts) or "none"


def _words_and_acts() -> pd.DataFrame:
    """Statements on the alliance, joint documents and movements of forces in one form, by date."""
    said = facts.load("threats/foreign_statements")
    said = said[said.about_theme.eq("alliances") | said.subject.isin(ON_THE_ALLIANCE)]
    joint = facts.load("alliances/us_japan_timeline")
    joint = joint[joint.kind.isin(["summit", "two_plus_two"]) & joint.date_start.dt.year.ge(2004)]
    moved = facts.load("threats/transits_deployments")
    answers = "On: " + said.response_to.fillna("no single event")
    table = pd.concat(
        [
            _entries(
                said, said.statement_id, said.speaker_iso3, said.speaker_office, said.paraphrase, answers
            ),
            _entries(joint, "joint-" + joint.date, "JPN;USA", joint.title, joint.summary),
            _entries(moved, moved.transit_id, moved.actors_iso3, moved.place, moved.summary, tone=ACTS),
        ],
        ignore_index=True,
    )
    who = table.who.replace({"USA;JPN": "JPN;USA"})
    table = table.assign(who=who.where(who.isin(list(SPEAKERS)), who.str.split(";")))
    table = table.explode("who").drop_duplicates("id")
    table = table.assign(lane=table.who.map(SPEAKERS))
    return table.assign(head=table.date + ", " + table.lane + ": " + table.title).sort_values(
        "date", ignore_index=True
    )


def _entries(
    frame: pd.DataFrame,
    key: pd.Series,
    who: pd.Series | str,
    title: pd.Series,
    words: pd.Series,
    more: Sequence[str] = (),
    tone: str = WORDS,
) -> pd.DataFrame:
    """Rows of one table in the form that the lanes draw."""
    below = zip(words, more if len(more) else [""] * len(frame), strict=True)
    return pd.DataFrame(
        {
            "id": key,
            "date": frame.date,
            "x": frame.date_start.dt.strftime("%Y-%m-%d"),
            "y": frame.date_start.dt.year,
            "who": who,
            "tone": tone,
            "title": title,
            "words": words,
            "body": [body(text, note) for text, note in below],
            "source_id": frame.source_id,
        }
    )


def articles() -> Explorer:
    """Return the five articles' claims on alliances by verdict; a click opens claim and grounds."""
    return Explorer(**told.by_verdict("alliances", "alliances", "s5-c13"))
