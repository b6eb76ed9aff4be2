"""One declaration of controls and chart, shown three ways: live, in a page, in print.

    Explorer(build, title="…", rows=rows, caption=caption, year=Range(2000, 2026), partner=Choice([…]))

``build`` draws the chart once; its Vega expressions use the parameters, so a control repaints without the
kernel. ``rows`` and ``caption`` say in Python what is on screen: the same rows give the finding, the text
alternative, the citations and the table.
"""

from __future__ import annotations

import copy
import itertools
import json
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from hakusho import facts, pictures, share, sources
from hakusho._altair import alt
from hakusho.atomic import write_bytes
from hakusho.controls import Choice, Control, Interval, MultiChoice, Range, Toggle
from hakusho.errors import Mistake, hint
from hakusho.live_chart import LiveChart

__all__ = ["Choice", "Control", "Explorer", "Interval", "MultiChoice", "Range", "Toggle"]

State = dict[str, Any]
ROWS_SENT = 300  # rows of the table below a chart; all of them are in ``Explorer.data``
SENTENCES_KEPT = 600  # combinations of settings for which a page keeps the sentence itself
PRINT_SCALE = 2
NAMES_SHOWN = 4  # short references in a source line; the full list is one click away


class Explorer(LiveChart):
    """A chart with controls, as a Jupyter widget, a page and a picture.

    Parameters
    ----------
    build
        ``(**params) -> alt.Chart``: gets an Altair parameter per control and returns an unconfigured chart.
    title
        What the chart shows; a heading live, the chart's title in print.
    rows
        ``(**state) -> DataFrame``: the rows on screen for these settings, with ``source_id`` where known.
    caption
        ``(rows, **state) -> str``: the finding, one or two sentences made from those rows.
    caption_expr
        The same sentence as a Vega expression, where one can say it: then a page needs no Python for it.
    source_ids
        Ids to cite where the rows carry none.
    note
        Small print below the chart: definitions, limits.
    compute, dataset
        For measures that expressions cannot take: ``compute(**state)`` gives rows that replace the chart's
        named data set. It may run in another thread while a cell runs, so it must depend on its arguments
        alone and change nothing. ``rows`` defaults to it.
    picks
        ``{control: field}``: a click on a mark sets the control to that field of the mark's row.
    renderer
        ``"svg"`` follows the width of the page; ``"canvas"`` is quicker beyond some thousand marks.
    **controls
        A control for each parameter: Choice, MultiChoice, Range, Interval, Toggle.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        *,
        title: str,
        rows: Callable[..., pd.DataFrame] | None = None,
        caption: Callable[..., str] | None = None,
        caption_expr: str | None = None,
        source_ids: Sequence[str] = (),
        note: str = "",
        compute: Callable[..., pd.DataFrame] | None = None,
        dataset: str = "computed",
        picks: Mapping[str, str] | None = None,
        renderer: str = "svg",
        **controls: Control,
    ) -> None:
        self._build = build
        self._row_maker = rows or compute
        self._caption_maker = caption
        self._caption_expr = caption_expr
        self._source_ids = tuple(source_ids)
        self._compute = compute
        self._dataset = dataset
        self._lock = threading.RLock()
        self._built: dict[str, Any] | None = None
        self._asked = 0
        self._memory: tuple[State, pd.DataFrame | None] | None = None
        self.name = share.maker_name()
        opening = {name: control.default() for name, control in controls.items()}
        answer = self._answer_for(opening)
        super().__init__(
            self._spec(opening),
            controls=controls,
            words=answer["words"] or title,
            title=title,
            note=note,
            picks=dict(picks or {}),
            renderer=renderer,
            has_words=caption is not None or caption_expr is not None,
            has_rows=self._row_maker is not None,
            _answer=answer,
        )
        self.observe(self._on_change, names=list(controls))
        self.on_msg(self._on_message)
        _answer_while_busy(self.comm)

    # ------------------------------------------------------------ what a reader asks of it

    @property
    def state(self) -> State:
        """The settings now, by control."""
        return {name: copy.copy(getattr(self, name)) for name in self._controls}

    @property
    def settings(self) -> dict[str, Control]:
        """The controls by name."""
        return dict(self._controls)

    def set(self, **state: Any) -> Explorer:
        """Change settings; a wrong name or value raises Mistake with one line and changes nothing."""
        for name in state:
            if name not in self._controls:
                raise Mistake(
                    f"there is no control '{name}', only {', '.join(self._controls)}"
                    + hint(name, self._controls)
                )
        checked = {name: _checked(name, self._controls[name], value) for name, value in state.items()}
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in checked.items():
                setattr(self, name, value)
        return self

    @property
    def data(self) -> pd.DataFrame:
        """The rows now on screen (a copy)."""
        rows = self.rows_at(self.state)
        return pd.DataFrame() if rows is None else rows.copy()

    @property
    def caption(self) -> str:
        """The finding for the settings now."""
        return self.words_at(self.state) or self.title

    @property
    def sources(self) -> list[str]:
        """Citations of the rows now on screen."""
        return sources.cite(self.ids_at(self.state))

    def save(self, path: str | Path) -> Path:
        """Write what is shown now to a file and return its path.

        ``x.html``: interactive and self-contained; ``x.svg``, ``x.png``: the drawing with its words;
        ``x.csv``: the rows; ``x.bib``: their sources; ``x.zip``: all of these but the page, with the command
        that draws them again. Raises Mistake for another ending.
        """
        target = Path(path)
        if not target.parent.is_dir():
            raise Mistake(f"{target.parent}: there is no such folder to save in")
        write_bytes(target, self.file(target.suffix.lower()))
        return target

    def file(self, ending: str, state: State | None = None) -> bytes:
        """The content of such a file at these settings (default: now)."""
        makers: dict[str, Callable[[Explorer, State], bytes]] = {
            ".html": Explorer._html,
            ".svg": Explorer._svg,
            ".png": Explorer._png,
            ".csv": share.rows_file,
            ".bib": share.references,
            ".zip": share.package,
        }
        if ending not in makers:
            raise Mistake(f"an explorer is saved as {', '.join(makers)}, not as '{ending}'")
        return makers[ending](self, self.state if state is None else state)

    def chart(self, **state: Any) -> Any:
        """The Altair chart itself at these settings (default: now)."""
        values = {**self.state, **state}
        return self._draw({n: _checked(n, self._controls[n], v) for n, v in values.items()})

    # ------------------------------------------------------------ drawing

    def _draw(self, state: State) -> Any:
        params = {name: alt.param(name=name, value=value) for name, value in state.items()}
        chart = self._build(**params)
        extra = [alt.param(name="words_", expr=self._caption_expr)] if self._caption_expr else []
        return chart.add_params(*params.values(), *extra) if params or extra else chart

    def _spec(self, state: State) -> dict[str, Any]:
        """Return the spec at these settings: built once, for settings change nothing but parameter values."""
        if self._built is None:
            self._built = self._draw(state).to_dict(validate=False)  # a test validates every exploration
        own = [
            {**p, "value": state[p["name"]]} if p["name"] in state else p
            for p in self._built.get("params", [])
        ]
        spec = {**self._built, **({"params": own} if own else {})}
        if self._compute is not None:
            rows = _records(self.rows_at(state))
            spec["datasets"] = {**spec.get("datasets", {}), self._dataset: rows}
        return spec

    def _print(self, state: State) -> pictures.Print:
        settings = " · ".join(f"{_label(n, c)}: {c.say(state[n])}" for n, c in self._controls.items())
        words = self.words_at(state)
        return pictures.Print(
            self._spec(state),
            title=self.title,
            lines=[line for line in (settings, words) if line],
            footer=[line for line in (self.note, self._source_line(state)) if line],
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        self._printed = self._print(self.state)
        self.picture = b""
        return super()._repr_mimebundle_(**kwargs)

    def _texts(self, state: State) -> dict[str, str]:
        cited = "\n".join(sources.cite(self.ids_at(state)))
        return {"Title": self.title, "Description": self.words_at(state), "Source": cited}

    def _png(self, state: State) -> bytes:
        return pictures.png(self._print(state), scale=PRINT_SCALE, texts=self._texts(state))

    def _svg(self, state: State) -> bytes:
        texts = self._texts(state)
        drawing = pictures.svg(
            self._print(state),
            title=self.title,
            description=texts["Description"],
            source=texts["Source"],
        )
        return drawing.encode()

    def _html(self, state: State) -> bytes:
        from hakusho.page import page

        needs_python = self._compute is not None
        values = {
            "spec": self._spec(state),
            "title": self.title,
            "note": _NEEDS_PYTHON + self.note if needs_python else self.note,
            "alt": self.words_at(state) or self.title,
            "renderer": self.renderer,
            "controls": [] if needs_python else self.controls,
            "picks": {} if needs_python else self.picks,
            "has_words": self.has_words,
            "captions": {} if needs_python else self._sentences(state),
            "kept": {
                "sources": sources.cite(self.ids_at(state)),
                "rows": _table(self.rows_at(state)),
                "take": {"command": share.command(self, state)},
            },
            "_answer": self._answer_for(state),
            **state,
        }
        return page(values, picture=pictures.fallback(self._print(state))).encode()

    def _sentences(self, state: State) -> dict[str, str]:
        """The sentence for every setting where they are few, else for each one step away from this one.

        The keys are the settings as JavaScript writes them.
        """
        if self._caption_maker is None or self._caption_expr:
            return {}
        listed = [control.values() for control in self._controls.values()]
        if all(v is not None for v in listed) and math.prod(len(v) for v in listed if v) <= SENTENCES_KEPT:
            combined = itertools.product(*(v for v in listed if v))
            states = [dict(zip(self._controls, values, strict=True)) for values in combined]
        else:
            steps = ((n, v) for n, c in self._controls.items() for v in c.steps(state[n])[:SENTENCES_KEPT])
            states = [state, *({**state, name: value} for name, value in steps)]
        return {
            json.dumps(one, ensure_ascii=False, separators=(",", ":")): self.words_at(one) for one in states
        }

    # ------------------------------------------------------------ rows and words of a state

    def rows_at(self, state: State) -> pd.DataFrame | None:
        """The rows on screen at these settings, or None where the explorer has none. Not to be changed."""
        if self._row_maker is None:
            return None
        with self._lock:
            if self._memory is not None and self._memory[0] == state:
                return self._memory[1]
        rows = self._row_maker(**copy.deepcopy(state))
        with self._lock:
            self._memory = (copy.deepcopy(state), rows)
        return rows

    def words_at(self, state: State) -> str:
        """The finding at these settings, '' where there is none."""
        if self._caption_maker is None:
            return ""
        return self._caption_maker(self.rows_at(state), **copy.deepcopy(state))

    def ids_at(self, state: State) -> list[str]:
        """The ids of their sources."""
        rows = self.rows_at(state)
        cited = rows is not None and any(str(column).endswith("source_id") for column in rows)
        return (sources.ids(rows) if cited else []) or list(self._source_ids)

    def _source_line(self, state: State) -> str:
        ids = self.ids_at(state)
        if not ids:
            return ""
        names = list(dict.fromkeys(sources.short(one)[0] for one in sorted(ids, key=_strength)))
        more = " and others" if len(names) > NAMES_SHOWN else ""
        credit = "" if "©" in self.note else "".join(f" {words}." for words in sources.terms(ids))
        return f"Sources ({len(ids)}): {'; '.join(names[:NAMES_SHOWN])}{more}. Facts: {_version()}.{credit}"

    def _answer_for(self, state: State) -> dict[str, Any]:
        return {
            "state": state,
            "words": self.words_at(state),
            "source": self._source_line(state),
        }

    # ------------------------------------------------------------ the kernel's side of a live chart

    def _on_change(self, change: Mapping[str, Any]) -> None:
        """Answer the newest state; an answer that another change has overtaken is dropped."""
        with self._lock:
            self._asked += 1
            mine, state = self._asked, self.state
        try:
            answer = self._answer_for(state)
            rows = _records(self.rows_at(state)) if self._compute is not None else None
        except Exception as error:  # a reader sees one line, never a traceback in a log
            answer, rows = (
                {"state": state, "words": f"No finding for these settings: {error}", "source": ""},
                None,
            )
        with self._lock:
            if mine != self._asked:
                return
            with self.hold_sync():
                self._answer = answer
                self.alt = answer["words"] or self.title
                if rows is not None:
                    self._rows = {"name": self._dataset, "rows": rows}

    def _on_message(self, _widget: Any, content: Mapping[str, Any], _buffers: Any) -> None:
        asked, state = content.get("ask"), dict(content.get("state") or {})  # it may be ahead of the traits
        state = {name: _checked(name, control, state[name]) for name, control in self._controls.items()}
        if asked == "sources":
            self.send({"kind": "sources", "content": sources.cite(self.ids_at(state))})
        elif asked == "rows":
            self.send({"kind": "rows", "content": _table(self.rows_at(state))})
        elif asked == "take":
            self.send({"kind": "take", "content": {"command": share.command(self, state)}})
        elif asked == "file":
            ending = content.get("ending")
            name = f"{self.name.replace('.', '-') or 'view'}{ending}"
            self.send({"kind": "file", "content": {"name": name}}, [self.file(ending, state)])


def _answer_while_busy(comm: Any) -> None:
    """Let the page's messages reach the kernel's subshell even while a cell runs.

    Since 7.4 ipykernel hands a comm's messages to the shell that last wrote to it: the cell's own, where they
    wait until the cell ends. Explorers need no such order: their callbacks are pure functions of a state.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = None


_NEEDS_PYTHON = (
    "This chart is computed by Python: the page shows its opening settings. "
    "Open the notebook to change them. "
)


@cache
def _version() -> str:
    return facts.version()


def _strength(source_id: str) -> int:
    """Order of a source line: the firmest kind of source first."""
    kinds = ("official", "treaty", "dataset", "academic", "think_tank", "news", "encyclopedia", "seed")
    return kinds.index(facts.base().source_kinds[source_id])


def _label(name: str, control: Control) -> str:
    return control.label or name.replace("_", " ").capitalize()


def _checked(name: str, control: Control, value: Any) -> Any:
    try:
        return control.check(value)
    except Mistake as error:
        raise Mistake(f"{name}: {error}") from None


def _records(rows: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [] if rows is None else json.loads(rows.to_json(orient="records", date_format="iso"))


def _table(rows: pd.DataFrame | None) -> dict[str, Any]:
    """The first rows as plain JSON for the table below the chart."""
    if rows is None:
        return {"columns": [], "rows": [], "total": 0}
    shown = json.loads(rows.head(ROWS_SENT).to_json(orient="split", date_format="iso", index=False))
    return {"columns": shown["columns"], "rows": shown["data"], "total": len(rows)}
