"""For learners of the policy notebook: statements of the articles, readings, exercises, discussions."""

from __future__ import annotations

from hakusho import policy
from hakusho.explore.listing import Listing
from hakusho.explore.policy import LAST, listed
from hakusho.study import Discussion, Exercise


def what_the_articles_said() -> Listing:
    """The statements of the five articles on policy and law, with verdicts as the ledger records them."""
    held = policy.articles()
    held = held.assign(verdict=held["verdict"].str.replace("_", " "))
    columns = {"article": "Article", "claim": "Statement, in our words", "verdict": "Verdict",
               "judgement": "How", "claim_id": "In the ledger"}  # fmt: skip
    note = "Judged: a reader could disagree. Computed: a check of the tables. Notebook 06 gives the evidence."
    return Listing(held, columns, note)


def readings() -> Listing:
    """Works on the theme that have a page, introductions first."""
    columns = {"author": "Author", "year": "Year", "title": "Title", "argues": "What it argues",
               "level": "Level"}  # fmt: skip
    return Listing(policy.readings(), columns)


# ---------------------------------------------------------------- exercises


def exercise_widest_gap() -> Exercise:
    """On which matter were polls furthest apart?"""
    names = {key: words for key, (words, _) in policy.SETS.items()}
    gaps = {key: policy.gap(key) for key in names}
    widest, least = max(gaps, key=lambda key: gaps[key]), min(gaps, key=lambda key: gaps[key])
    return Exercise(
        "On which of these matters do the net results lie furthest apart?",
        answer=lambda: names[widest],
        why=lambda: (
            f"There the gap is {gaps[widest]:g} points; the smallest, on '{names[least]}', is "
            f"{gaps[least]:g}. A tax on companies, a tax for rebuilding and tax rises as such are "
            "different things to be asked about."
        ),
        options=list(names.values()),
        clue="Show the results and step through the matters; the lower bar is the gap.",
    )


FORMS = {"p042": "2003", "p058": "2013", "p063": "2014", "p066": "2015", "p080": "2022", "p133": "2026"}


def exercise_form() -> Exercise:
    """Which steps passed the Diet?"""
    options = {f"{policy.event(key)['title']} ({year})": key for key, year in FORMS.items()}
    laws = [words for words, key in options.items() if policy.event(key)["kind"] == "law"]
    return Exercise(
        "Which of these steps were laws, passed by the Diet? Choose all that apply.",
        answer=lambda: frozenset(laws),
        why=lambda: (
            f"The other {len(options) - len(laws)} were decided by the Cabinet or its security council, "
            "among them the reading of Article 9 of 2014 and counterstrike in 2022: the Diet had no vote."
        ),
        options=list(options),
        clue="Open each one in the time line: its kind stands above its title.",
    )


def exercise_empty_lane() -> Exercise:
    """Before which change does the middle lane hold nothing?"""
    titles = {
        key: f"{policy.event(key)['title']} ({policy.event(key)['date'][:4]})" for key in policy.CHANGES
    }
    empty = [key for key in titles if "usa" not in set(policy.before(key, 12)["lane"])]
    return Exercise(
        "Before which of these changes does the lane of the United States hold nothing for twelve months? "
        "Choose all that apply.",
        answer=lambda: frozenset(titles[key] for key in empty),
        why=lambda: (
            "An empty lane shows only that no public request, statement or meeting is in the tables. The "
            "lane is fullest before the changes of 2025 and 2026, for which more was collected."
        ),
        options=list(titles.values()),
        clue="In the chart of reasons set the look back to 12 months and step through the changes.",
    )


def exercise_allowed_in_2013() -> Exercise:
    """What did the general rules on exports allow before the principles of 2014?"""
    every = list(policy.exports()["item"])
    return Exercise(
        "Which transfers did the general rules allow at the end of 2013? Choose all that apply.",
        answer=lambda: frozenset(policy.allowed(2013)),
        why=lambda: (
            f"{listed(policy.allowed(2013))}: so the ban was not total before it ended. By the end of 2014 "
            f"there were {len(policy.allowed(2014))}, today all {len(policy.allowed(LAST))} of {len(every)}."
        ),
        options=every,
        clue="Move the year to 2013 and read the blue bars.",
    )


def exercise_lower_ceiling() -> Exercise:
    """Would a slightly lower ceiling have held?"""
    years = policy.years_above("sipri", 0.95, 1976, 2020)
    return Exercise(
        "Had the ceiling been 0.95 %, in how many calendar years from 1976 to 2020 would SIPRI's share have "
        "been above it?",
        answer=lambda: len(years),
        why=lambda: (
            f"In {listed([str(year) for year in years])}; above 1 % in none of these years. Five hundredths "
            "of a point decide how strict a rule looks."
        ),
        unit="years",
        clue="Set the limit to 0.95 % and read the sentence below the chart.",
    )


def exercise_minister_of_the_day() -> Exercise:
    """Who was defence minister between two ministers?"""
    day = "2017-07-30"
    who = policy.holder("Minister of Defense", "JPN", day, acting=True)
    near = policy.terms("JPN", "Minister of Defense")
    options = list(dict.fromkeys(near.loc[near["from"].between("2016", "2018-12"), "person"]))
    held = policy.offices_of(who, day)
    return Exercise(
        "Who was in charge of the Ministry of Defense on 30 July 2017?",
        answer=lambda: who,
        why=lambda: f"On that day {who} held: {', '.join(held)}. Two posts at once are easy to overlook.",
        options=sorted(options),
        clue="policy.holders('Minister of Defense', 'JPN', '2017-07') lists everyone of that month.",
    )


def exercise_quota() -> Exercise:
    """What moved the recruitment rate?"""
    now, then = policy.hired("FY2024"), policy.hired("FY2023")
    options = ["more people were hired", "the plan became smaller", "both"]
    smaller = policy.hired("FY2024", "quota") < policy.hired("FY2023", "quota")
    return Exercise(
        "From fiscal 2023 to fiscal 2024 the share of the recruiting plan that was met rose. Why?",
        answer=lambda: options[1] if now <= then and smaller else options[2] if smaller else options[0],
        why=lambda: (
            f"{then:,.0f} people were hired, then {now:,.0f}; the plan fell from "
            f"{policy.hired('FY2023', 'quota'):,.0f} to about {policy.hired('FY2024', 'quota'):,.0f}."
        ),
        options=options,
        clue="Compare the bars, then the outlines.",
    )


# ---------------------------------------------------------------- discussion


def discussion_wording() -> Discussion:
    """What in the wording may explain the gap?"""
    return Discussion(
        "Two polls, nine days, one programme, opposite signs. What in wording, order, mode or "
        "news may explain "
        "it, and which of the two would you quote, and how?",
        rows={
            "policy/polls": ["q001", "q005", "q088", "q094", "q091"],
            "policy/readings": ["schaeffer-presser-2003"],
            "policy/glossary": ["g100"],
        },
        listen_for="A plan with a sum or larger budgets; the decision and the debate on taxes between the "
        "two; Asahi on the same weekend as Kyodo; NHK itself two months later.",
    )


def discussion_preemption() -> Discussion:
    """When may a strike begin?"""
    return Discussion(
        "Japan says that counterstrike is not pre-emption, North Korea that it is the same. "
        "What fact, on the "
        "day of a strike, would decide between them, and who would know it?",
        rows={
            "policy/policy_timeline": ["p008", "p079", "p080", "p150", "p151"],
            "threats/foreign_statements": ["prk-2022-12-20", "kor-2022-12-16"],
            "policy/glossary": ["g004", "g005", "g006"],
        },
        listen_for="Start of an attack against its preparation; a word for the means against a "
        "word for the time.",
    )


def discussion_decision_or_law() -> Discussion:
    """What does a Cabinet decision do that a law does not?"""
    return Discussion(
        "The reading of Article 9 changed by a decision of the Cabinet in 2014 and entered the laws in 2015. "
        "What could the one do that the other could not, and where would you look for limits on each?",
        rows={"policy/policy_timeline": ["p063", "p066", "p067"], "policy/polls": ["q054"],
              "policy/glossary": ["g076"]},
        listen_for="Who votes, who can be sued, how it is undone.",
    )  # fmt: skip


def discussion_partners() -> Discussion:
    """Did the coalition partner set the pace?"""
    return Discussion(
        "Export rules were eased step by step with one partner in the coalition and at a stroke "
        "with another. "
        "Is that evidence for politics at home as the cause? What else changed in the same months?",
        rows={"policy/policy_timeline": ["p090", "p093", "p113", "p114", "p126", "p133"]},
        listen_for="Order in time; the size of the majority; demand from buyers; the same step under others.",
    )


def discussion_communities() -> Discussion:
    """What can a host community decide?"""
    return Discussion(
        "A prefecture votes against a base, a governor is not told of launchers, residents ask for an "
        "explanation. Which of these can change a programme, and which did?",
        rows={"policy/policy_timeline": ["p071", "p147", "p148", "p149"]},
        listen_for="Local opposition was one reason given when Aegis Ashore was halted.",
    )
