"""The page of all keys of the knowledge's files, made of their schemas: docs/keys.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.knowledge.json_schema import schemas
from bot.languages import known

INTRO = """# All keys of the files

`passeur schema --page` writes this page from the shapes that `passeur check` holds the files to.
A key in **bold** must be there; an id has small letters, digits and -.
How to begin: [For those who keep the answers](maintaining.md).
"""
DEFS = "#/$defs/"
Schema = Mapping[str, Any]


def keys_page() -> str:
    """Markdown: a part a file, a table a group of keys; what several files share stands once, at the end."""
    found = schemas()
    shapes = {name: shape for made in found.values() for name, shape in made["$defs"].items()}
    roots = {made["title"]: list(made["$defs"])[-1] for made in found.values()}
    shared = [name for name, count in _counted(found).items() if count > 1 and name not in roots.values()]
    parts = [INTRO]
    for kind, made in found.items():
        title, root = made["title"], roots[made["title"]]
        own = [name for name in made["$defs"] if name not in shared and name != root]
        holds = {"array": "A list of items, each with", "object": "By id, each with"}.get(made.get("type", ""), "With")
        parts += [f"## {title}\n", f"{holds} these keys. Schema: `passeur schema {kind}`.\n"]
        parts += [*_part(root, shapes[root], heading=False)]
        for name in own:
            parts += _part(name, shapes[name])
    parts.append("## In several files\n")
    for name in shared:
        parts += _part(name, shapes[name])
    return "\n".join(parts).rstrip() + "\n"


def _counted(found: Mapping[str, Schema]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for made in found.values():
        for name in made["$defs"]:
            counts[name] = counts.get(name, 0) + 1
    return counts


def _part(name: str, shape: Schema, *, heading: bool = True) -> Iterator[str]:
    if heading:
        yield f"### {name.strip('_')}\n"
    if said := shape.get("description"):
        yield "\n".join(line.strip() for line in said.splitlines()) + "\n"
    rows = list(_rows(shape))
    if rows:
        yield "\n".join(["| key | value |", "|---|---|", *rows]) + "\n"


def _rows(shape: Schema) -> Iterator[str]:
    needed = shape.get("required", ())
    properties = dict(shape.get("properties", {}))
    spoken = [code for code in known() if code in properties]
    for name, value in properties.items():
        if name in spoken[1:]:
            continue
        shown = ", ".join(f"`{code}`" for code in spoken) if name in spoken else f"`{name}`"
        yield f"| {f'**{shown}**' if name in needed else shown} | {_value(value)} |"


def _value(value: Schema) -> str:
    """What may stand there, in words."""
    if "$ref" in value:
        return str(value["$ref"]).removeprefix(DEFS).strip("_")
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(_value(one) for one in value["anyOf"] if one.get("type") != "null"))
    if value.get("type") == "array":
        items: Schema = value.get("items") or next(iter(value.get("prefixItems", ())), {})
        return f"list of {_value(items)}{_bounds(value, 'minItems', 'maxItems')}"
    if value.get("type") == "object":
        inner = value.get("additionalProperties") or next(iter(value.get("patternProperties", {}).values()), None)
        return f"by name: {_value(inner)}" if isinstance(inner, dict) else "keys"
    if "pattern" in value and value["pattern"].startswith("^[a-z0-9]"):
        return "id"
    words = {"string": "text", "boolean": "`true` or `false`", "integer": "whole number", "number": "number"}
    kind = {"date": "day, as 2026-11-23"}.get(value.get("format", ""), words.get(value.get("type", ""), "any value"))
    return kind + (_bounds(value, "minLength", "maxLength") or _bounds(value, "minimum", "maximum"))


def _bounds(value: Schema, low: str, high: str) -> str:
    least, most = value.get(low), value.get(high)
    if most is not None:
        return f" ({least if least is not None else 0} to {most})"
    return f" (at least {least})" if least not in (None, 0, 1) else ""
