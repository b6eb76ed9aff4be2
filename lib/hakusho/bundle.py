"""The Vega bundle: one compressed JavaScript module that ships with the package.

Built from vl-convert, which carries Vega, Vega-Lite and Vega-Embed, so no chart ever asks a network for
them. ``make bundle`` (``python -m hakusho.bundle``) writes it; a test holds the file against a new build.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("vega.js.gz")
VEGA_LITE = "6.4"
SNIPPET = "export { vegaEmbed, vega };"


def build() -> str:
    """The module's source, made new from vl-convert. Exports ``vegaEmbed`` and ``vega``."""
    import vl_convert

    return vl_convert.javascript_bundle(SNIPPET, vl_version=VEGA_LITE)


def write(path: Path = FILE) -> int:
    """Write the compressed bundle to ``path`` without a time stamp; return its size in bytes."""
    packed = gzip.compress(build().encode(), compresslevel=9, mtime=0)
    path.write_bytes(packed)
    return len(packed)


@cache
def packed() -> bytes:
    """The shipped bundle as it is stored: gzip, about 300 kB."""
    return FILE.read_bytes()


def source() -> str:
    """The shipped bundle's JavaScript."""
    return gzip.decompress(packed()).decode()


if __name__ == "__main__":
    print(f"{FILE.name}: {write():,} bytes")
