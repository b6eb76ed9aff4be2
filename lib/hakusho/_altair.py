"""The one place that imports Altair: ``from hakusho._altair import alt``.

Altair checks formats through jsonschema, which pulls in ``rfc3987_syntax`` and with it a parser
generator: about two of the 2.7 seconds that ``import altair`` takes. No chart needs that check, so the
module is declared absent before the first import.
"""

from __future__ import annotations

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import altair as alt  # noqa: E402

__all__ = ["alt"]


def _render(spec: dict, **metadata: object) -> tuple[dict, dict]:
    """Altair renderer: every plain chart is shown through the same offline widget, with a picture."""
    from hakusho.live_chart import LiveChart

    return LiveChart(spec)._repr_mimebundle_()


alt.data_transformers.enable("default", max_rows=None)  # spec sizes are held by tests
alt.renderers.register("hakusho", _render)
alt.renderers.enable("hakusho")
