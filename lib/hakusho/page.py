"""An explorer as one self-contained HTML file: bundle, code, chart and words inside, nothing fetched."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hakusho import bundle, live_chart

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
img-src data: blob:; script-src 'unsafe-inline' 'unsafe-eval' blob:">
<title>{title}</title>
<meta name="description" content="{words}">
<style>
body {{ margin: 0 auto; max-width: 1320px; padding: 12px; background: #fff; }}
{style}
</style>
</head>
<body>
<main id="hk-explorer"><img alt="{words}" src="data:image/png;base64,{picture}"></main>
<noscript><p>The chart is interactive with JavaScript; the picture shows its opening settings.</p></noscript>
<script type="application/gzip" id="hk-vega">{vega}</script>
<script type="application/json" id="hk-code">{code}</script>
<script type="application/json" id="hk-values">{values}</script>
<script type="module">{page}</script>
</body>
</html>
"""


def inert(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def page(values: Mapping[str, Any], *, picture: bytes) -> str:
    """The file's text. ``values``: what the drawing code asks its model for; ``picture``: PNG shown first."""
    light, assets = live_chart.split_assets(dict(values["spec"]))
    return _PAGE.format(
        title=html.escape(values["title"]),
        words=html.escape(values["alt"]),
        style=live_chart.style(),
        picture=base64.b64encode(picture).decode(),
        vega=base64.b64encode(bundle.packed()).decode(),
        code=inert(live_chart.code()),
        values=inert({"values": {**values, "spec": light}, "assets": assets}),
        page=Path(__file__).with_name("page.js").read_text(encoding="utf-8"),
    )
