#!/usr/bin/env bash
# mcp 2.3.0 hands a tool its text as it came where the parameter is `str`. Where it is `str | None`, text that happens to be JSON is
# parsed first: the word null becomes None, and a question like ["a"] is refused as no string, though the tool's schema allows any
# string. FuncMetadata.pre_parse_json does it, for clients that put a list in a string, for all but a plain `str`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mcp==2.3.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import asyncio

from mcp import Client
from mcp.server import MCPServer

server = MCPServer("words")


@server.tool()
def plain(text: str = "") -> str:
    return repr(text)


@server.tool()
def optional(text: str | None = None) -> str:
    return repr(text)


async def main():
    async with Client(server) as client:
        for text in ("licence", "null", "true", "42", '["a"]'):
            for name in ("plain", "optional"):
                result = await client.call_tool(name, {"text": text})
                print(name, text, "| error" if result.is_error else f"| {result.content[0].text}")


asyncio.run(main())
PYTHON
)
expected=$(cat <<'SEEN'
plain licence | 'licence'
optional licence | 'licence'
plain null | 'null'
optional null | None
plain true | 'true'
optional true | 'true'
plain 42 | '42'
optional 42 | '42'
plain ["a"] | '["a"]'
optional ["a"] | error
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
