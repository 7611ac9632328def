"""Makes a PNG of an SVG, where the extra `pictures` is installed."""

from importlib.util import find_spec

SCALE = 2.0
"""Pixels a unit: sharp on screens that have more of them."""


def can_draw() -> bool:
    return find_spec("vl_convert") is not None


def png(svg: str) -> bytes | None:
    """None without the extra."""
    try:
        import vl_convert
    except ImportError:
        return None
    return vl_convert.svg_to_png(svg, scale=SCALE)
