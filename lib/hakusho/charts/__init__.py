"""Charts: frames and Vega parameters in, Altair out. Importing any of them sets the theme."""

from __future__ import annotations

from hakusho.charts import theme

__all__ = ["theme"]
