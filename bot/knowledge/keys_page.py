"""The page of all keys of the knowledge's files, made of their schemas: docs/keys.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.knowledge.json_schema import schemas
from bot.languages import key_words, known

DEFS = "#/$defs/"
Schema = Mapping[str, Any]
PageWords = Mapping[str, str]


def keys_page(language: str) -> str:
    """Markdown: a part a file, a table a group of keys; what several files share stands once, at the end."""
    found, words = schemas(language), key_words(language).root["page"]
    shapes = {name: shape for made in found.values() for name, shape in made["$defs"].items()}
    roots = {made["title"]: list(made["$defs"])[-1] for made in found.values()}
    shared = [name for name, count in _counted(found).items() if count > 1 and name not in roots.values()]
    parts = [f"# {words['title']}\n", f"{words['other']}\n", f"{words['intro']}\n"]
    for kind, made in found.items():
        title, root = made["title"], roots[made["title"]]
        own = [name for name in made["$defs"] if name not in shared and name != root]
        parts += [f"## {title}\n", words[made.get("type", "one")].format(kind=kind) + "\n"]
        parts += [*_part(root, shapes[root], words, heading=False)]
        for name in own:
            parts += _part(name, shapes[name], words)
    parts.append(f"## {words['several']}\n")
    for name in shared:
        parts += _part(name, shapes[name], words)
    return "\n".join(parts).rstrip() + "\n"


def _counted(found: Mapping[str, Schema]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for made in found.values():
        for name in made["$defs"]:
            counts[name] = counts.get(name, 0) + 1
    return counts


def _part(name: str, shape: Schema, words: PageWords, *, heading: bool = True) -> Iterator[str]:
    if heading:
        yield f"### {name.strip('_')}\n"
    yield f"{shape['description']}\n"
    rows = list(_rows(shape, words))
    if rows:
        yield "\n".join([words["head"], "|---|---|---|", *rows]) + "\n"


def _rows(shape: Schema, words: PageWords) -> Iterator[str]:
    needed = shape.get("required", ())
    properties = dict(shape.get("properties", {}))
    spoken = [code for code in known() if code in properties]
    for name, value in properties.items():
        if name in spoken[1:]:
            continue
        shown = ", ".join(f"`{code}`" for code in spoken) if name in spoken else f"`{name}`"
        purpose = value.get("description") if name not in spoken else words["languages"]
        yield f"| {f'**{shown}**' if name in needed else shown} | {_value(value, words)} | {purpose} |"


def _value(value: Schema, words: PageWords) -> str:
    """What may stand there, in words."""
    if "$ref" in value:
        return str(value["$ref"]).removeprefix(DEFS).strip("_")
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        some = dict.fromkeys(_value(one, words) for one in value["anyOf"] if one.get("type") != "null")
        return words["or"].join(some)
    if value.get("type") == "array":
        items: Schema = value.get("items") or next(iter(value.get("prefixItems", ())), {})
        return words["list"].format(items=_value(items, words)) + _bounds(value, "minItems", "maxItems", words)
    if value.get("type") == "object":
        inner = value.get("additionalProperties") or next(iter(value.get("patternProperties", {}).values()), None)
        return words["by_name"].format(items=_value(inner, words)) if isinstance(inner, dict) else words["keys"]
    if "pattern" in value and value["pattern"].startswith("^[a-z0-9]"):
        return words["id"]
    kind = "date" if value.get("format") == "date" else str(value.get("type", "any"))
    bounds = _bounds(value, "minLength", "maxLength", words) or _bounds(value, "minimum", "maximum", words)
    return words[kind] + bounds


def _bounds(value: Schema, low: str, high: str, words: PageWords) -> str:
    least, most = value.get(low), value.get(high)
    if most is not None:
        return words["between"].format(least=least if least is not None else 0, most=most)
    return words["at_least"].format(least=least) if least not in (None, 0, 1) else ""
