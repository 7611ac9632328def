"""The JSON of QnABot, and Rasa's examples with their responses."""

import json
import re
from pathlib import Path
from typing import Any

from bot.cli.importing.rows import Faq, FaqRow
from bot.errors import PasseurError
from bot.knowledge.source import read
from bot.knowledge.tree import Node

ENTITY = re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\{[^}\n]*\})")
"""Rasa's [Paris](city) and [Paris]{"entity": "city"}."""
UTTER = "utter_"


def read_qnabot(path: Path, language: str, faq: Faq) -> None:
    """Its export: `qna`, items with `qid`, `q`, `a` and perhaps `alt.markdown`. A line is their number."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise PasseurError(f"'{path}' is no JSON that can be read: {error}. Export it again.") from None
    items = whole.get("qna") if isinstance(whole, dict) else whole
    if not isinstance(items, list):
        raise PasseurError(f"'{path}' has no list called \"qna\". Export all questions from QnABot.")
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or item.get("type", "qna") not in ("qna", "text"):
            faq.warn(path, number, "this item is no question with an answer, and is left out")
            continue
        asked = item.get("q") if isinstance(item.get("q"), list) else [item.get("q")]
        questions = tuple(dict.fromkeys(q.strip() for q in asked or () if isinstance(q, str) and q.strip()))
        alternative = item.get("alt")
        markdown = alternative.get("markdown") if isinstance(alternative, dict) else None
        answer = str(markdown or item.get("a") or "").strip()
        if not questions or not answer:
            faq.tell(path, number, "an answer is missing" if questions else "a question is missing", "complete the row")
            continue
        faq.rows.append(FaqRow(path, number, {language: (questions, answer)}, str(item.get("qid") or "")))


def read_rasa(paths: list[Path], language: str, faq: Faq) -> None:
    """`nlu` and `responses` of all files together: `utter_x` answers the intent `x`, be it `faq/x`."""
    asked: dict[str, tuple[Path, int, list[str]]] = {}
    answers: dict[str, tuple[Path, int, str]] = {}
    for path in paths:
        document, problems = read(path, path)
        if document is None:
            faq.problems += problems
            continue
        for item in _children(document.root, "nlu"):
            _asked(item, path, asked)
        responses = document.root.children.get("responses")
        for name, node in (responses.children if responses else {}).items():
            texts = [
                one["text"] for one in _list(node.data) if isinstance(one, dict) and isinstance(one.get("text"), str)
            ]
            if texts:
                answers[str(name).removeprefix(UTTER)] = (path, node.mark.line, texts[0])
    for intent, (path, line, questions) in asked.items():
        if intent in answers:
            faq.rows.append(FaqRow(path, line, {language: (tuple(questions), answers[intent][2])}, intent))
        elif intent.partition("/")[0] not in answers:
            faq.warn(path, line, f'no response is called "{UTTER}{intent}", so this is left out')


def _children(root: Node, key: str) -> list[Node]:
    node = root.children.get(key)
    return list(node.children.values()) if node is not None else []


def _asked(item: Node, path: Path, asked: dict[str, tuple[Path, int, list[str]]]) -> None:
    data = item.data if isinstance(item.data, dict) else {}
    intent, examples = data.get("intent"), data.get("examples")
    if not isinstance(intent, str):
        return  # a synonym, a regular expression or a table
    lines = examples.split("\n") if isinstance(examples, str) else _list(examples)
    texts = [line.get("text", "") if isinstance(line, dict) else str(line) for line in lines]
    words = [ENTITY.sub(r"\1", text.strip().removeprefix("-").strip()) for text in texts]
    _, _, before = asked.setdefault(intent, (path, item.mark.line, []))
    before += [word for word in dict.fromkeys(words) if word and word not in before]


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []
