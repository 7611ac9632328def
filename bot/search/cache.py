"""A fitted matcher in; a file out, and back again in milliseconds. No pickle: a file that others can write is data.

The file is a zip of plain arrays, each with its checksum, and one JSON of names; it is written beside and moved.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.corpus import Corpus, Example
from bot.search.fit import Fitted
from bot.search.index import Index, Terms25
from bot.search.learn.calibration import Calibration
from bot.search.learn.thresholds import Thresholds
from bot.search.sparse import Rows
from bot.search.words.concepts import Concepts
from bot.search.words.language import Identifier
from bot.search.words.lexicon import Lexicon
from bot.search.words.meaning import Encoder, Meanings
from bot.search.words.reading import Reader
from bot.search.words.repair import Speller
from bot.search.words.vectors import Terms, Vectors

VECTORS = ("stems", "pairs", "notions", "grams")
Arrays = dict[str, NDArray[Any]]
_BAD_FILE = (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile)


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of this room's own files: whoever changes the matcher need not remember a number."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    for path in sorted(room.rglob("*")):
        if path.suffix in {".py", ".txt"} and "evaluation" not in path.parts:
            digest.update(path.relative_to(room).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def file_of(corpus: Corpus, wrong_accepted: float, folder: Path, model: str | None = None) -> Path:
    content = {**vars(corpus), "documents": sorted(corpus.documents)}
    key = json.dumps([code_version(), np.__version__, wrong_accepted, model, content], sort_keys=True, default=dict)
    return folder / f"matcher-{hashlib.sha256(key.encode()).hexdigest()[:32]}.npz"


def _plain(value: Any) -> Any:
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def save(learned: Fitted, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays, names = _taken_apart(learned)
    written = json.dumps({"version": code_version(), **names}, ensure_ascii=False).encode()
    arrays["names"] = np.frombuffer(written, np.uint8)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path, encoder: Encoder | None = None) -> Fitted | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            names = json.loads(stored["names"].tobytes())
            if names["version"] != code_version():
                return None
            return _put_together({name: stored[name] for name in stored.files}, names, encoder)
    except _BAD_FILE:
        return None


def _taken_apart(learned: Fitted) -> tuple[Arrays, dict[str, Any]]:
    return _arrays(learned), _names(learned)


def _arrays(learned: Fitted) -> Arrays:
    index, reader = learned.index, learned.reader
    arrays: Arrays = {
        "first": index.first,
        "word_norms": index.word_norms,
        "character_norms": index.character_norms,
        "idf": index.bm25.idf,
        "coefficients": learned.coefficients,
        "weights": learned.weights,
        "keys": reader.speller.lexicon.keys,
        "frequencies": reader.speller.lexicon.frequencies,
        "trigrams": reader.speller.lexicon.trigrams,
    }
    for name, rows in (
        ("bm25", index.bm25.weights),
        ("words", index.words),
        ("characters", index.characters),
    ):
        arrays |= {f"{name}_{field}": np.asarray(value) for field, value in rows._asdict().items()}
    arrays |= {f"meaning_{field}": value for field, value in index.meaning._asdict().items()}
    vectors = {name: getattr(index.vectors, name) for name in VECTORS}
    arrays |= {f"{name}_idf": terms.idf for name, terms in vectors.items()}
    calibration = learned.calibration
    arrays |= {"mean": calibration.mean, "spread": calibration.spread, "slopes": calibration.weights}
    return arrays


def _names(learned: Fitted) -> dict[str, Any]:
    index, reader = learned.index, learned.reader
    vectors = {name: getattr(index.vectors, name) for name in VECTORS}
    return {
        "ids": index.ids,
        "examples": index.examples,
        "folded": index.folded,
        "stems": "\n".join(index.bm25.ids),
        "rarest": index.bm25.rarest,
        "average_length": index.bm25.average_length,
        "vectors": {name: ["\n".join(terms.ids), terms.rarest] for name, terms in vectors.items()},
        "offset": learned.calibration.offset,
        "thresholds": learned.thresholds,
        "rehearsed_right": learned.rehearsed_right,
        "languages": reader.identifier.languages,
        "used": {word: list(counts) for word, counts in reader.identifier.used.items()},
        "notions": {
            language: [[list(phrase), list(notions)] for phrase, notions in table.items()]
            for language, table in reader.concepts.notions.items()
        },
        "abbreviations": reader.concepts.abbreviations,
    }


def _put_together(arrays: Arrays, names: dict[str, Any], encoder: Encoder | None) -> Fitted:
    languages = tuple(names["languages"])
    lexicon = Lexicon(languages, arrays["keys"], arrays["frequencies"], arrays["trigrams"])
    concepts = Concepts(
        {language: {tuple(p): tuple(n) for p, n in table} for language, table in names["notions"].items()},
        {language: {k: tuple(v) for k, v in table.items()} for language, table in names["abbreviations"].items()},
    )
    used: Mapping[str, list[int]] = names["used"]
    speller = Speller({word: sum(counts) for word, counts in used.items()}, lexicon)
    vectors = {
        name: Terms(_numbered(joined), arrays[f"{name}_idf"], rarest)
        for name, (joined, rarest) in names["vectors"].items()
    }
    index = Index(
        tuple(names["ids"]),
        tuple(Example(*example) for example in names["examples"]),
        tuple(names["folded"]),
        arrays["first"],
        Vectors(**vectors),
        Terms25(
            _numbered(names["stems"]), arrays["idf"], names["rarest"], _rows(arrays, "bm25"), names["average_length"]
        ),
        _rows(arrays, "words"),
        _rows(arrays, "characters"),
        arrays["word_norms"],
        arrays["character_norms"],
        Meanings(*(arrays[f"meaning_{field}"] for field in Meanings._fields)),
    )
    return Fitted(
        Reader(
            concepts, Identifier(languages, lexicon, used), speller, encoder if len(index.meaning.vectors) else None
        ),
        index,
        arrays["coefficients"],
        arrays["weights"],
        Calibration(arrays["mean"], arrays["spread"], arrays["slopes"], names["offset"]),
        Thresholds(*names["thresholds"]),
        names["rehearsed_right"],
    )


def _numbered(joined: str) -> dict[str, int]:
    return {term: i for i, term in enumerate(joined.split("\n"))} if joined else {}


def _rows(arrays: Arrays, name: str) -> Rows:
    return Rows(
        arrays[f"{name}_starts"], arrays[f"{name}_columns"], arrays[f"{name}_values"], int(arrays[f"{name}_width"])
    )
