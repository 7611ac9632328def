"""Keeps a fitted matcher in a file that is read in milliseconds. No pickle: a file that others can write is data.

The file is a zip of plain arrays, each with its checksum, and one JSON of names; it is written beside and moved.
"""

import hashlib
import io
import json
import os
import zipfile
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.languages import folder_of, known
from bot.search.corpus import Corpus
from bot.search.fitted import FittedMatcher
from bot.search.plain import Arrays, put_together, taken_apart
from bot.search.scoring.ranking_features import RANKING_FEATURES, RankingFeature
from bot.search.words.encoders import Encoder

_BAD_FILE = (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile)


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of the code of this room, and of what it knows of each language: nobody need remember a number."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "evaluation" not in path.parts:
            digest.update(path.relative_to(room).as_posix().encode() + path.read_bytes())
    for language in known():
        for name in ("search.toml", "vocabulary.toml"):
            digest.update(language.encode() + (folder_of(language) / name).read_bytes())
    return digest.hexdigest()


def file_of(corpus: Corpus, wrong_accepted: float, folder: Path, model: str | None = None) -> Path:
    content = {**vars(corpus), "documents": sorted(corpus.documents)}
    key = json.dumps([code_version(), np.__version__, wrong_accepted, model, content], sort_keys=True, default=dict)
    return folder / f"matcher-{hashlib.sha256(key.encode()).hexdigest()[:32]}.npz"


def save_fitted(fitted: FittedMatcher, path: Path) -> None:
    """Writes the file beside and moves it, so that a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: Arrays = {}
    bare = replace(fitted, analyser=replace(fitted.analyser, encoder=None))  # a model is a file of its own
    written = taken_apart(bare, arrays, {RankingFeature: attrgetter("name")})
    plain = json.dumps({"version": code_version(), "fitted": written}, ensure_ascii=False).encode()
    arrays["json"] = np.frombuffer(plain, np.uint8)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load_fitted(
    path: Path, encoder: Encoder | None = None, features: tuple[RankingFeature, ...] = RANKING_FEATURES
) -> FittedMatcher | None:
    """The matcher that was saved; None where the file is absent, cut, changed, or not of this code and these features.

    `encoder`: the model that it was fitted with, if there was one.
    """
    by_name = {feature.name: feature for feature in features}
    try:
        with zipfile.ZipFile(path) as stored:
            written = json.loads(_array(stored.read("json.npy")).tobytes())
            if written["version"] != code_version():
                return None
            names = (name for name in stored.namelist() if name != "json.npy")
            arrays = {name.removesuffix(".npy"): _array(stored.read(name)) for name in names}
        fitted: FittedMatcher = put_together(
            FittedMatcher, written["fitted"], arrays, {RankingFeature: by_name.__getitem__}
        )
    except _BAD_FILE:
        return None
    with_model = encoder if len(fitted.index.meaning.vectors) else None
    return replace(fitted, analyser=replace(fitted.analyser, encoder=with_model))


def _array(content: bytes) -> NDArray[Any]:
    """The array of a .npy file, read only, where it lies: np.load would copy it twice from a zip."""
    file = io.BytesIO(content)
    np.lib.format.read_magic(file)
    shape, by_column, dtype = np.lib.format.read_array_header_1_0(file)
    return np.frombuffer(content, dtype, offset=file.tell()).reshape(shape, order="F" if by_column else "C")
