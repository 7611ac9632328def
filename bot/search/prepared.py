"""The matcher of a corpus: from the cache where it was fitted before, else fitted now and kept there."""

import logging
import math
from pathlib import Path

from bot.search import cache
from bot.search.corpus import COMPARED, Corpus
from bot.search.fitted import FitProgress
from bot.search.matcher import Matcher
from bot.search.words.encoders import Encoder, encoder_of
from bot.search.words.models import NONE

log = logging.getLogger(__name__)

HALF_A_STANDARD_ERROR = 0.25  # of a share, at most, before it is divided by the root of their number
_ADVICE = "Take one that knows the languages of its questions, or unset PASSEUR_MODEL."


def prepared(
    corpus: Corpus,
    folder: Path | None,
    *,
    wrong_accepted: float = 0.02,
    progress: FitProgress | None = None,
    model: str = NONE,
) -> Matcher:
    """The matcher of this corpus, from the cache folder when it was fitted before; `model`: see `encoder_of`.

    A static model may not know the languages that are asked in: with one, the knowledge is fitted without it too.
    """
    encoder, path = _place(corpus, folder, wrong_accepted, model)
    matcher = Matcher.load(path, encoder) if path else None
    if matcher is None:
        matcher = Matcher.fit(corpus, wrong_accepted=wrong_accepted, progress=progress, encoder=encoder)
        if encoder and not encoder.knows_languages:
            plain = prepared(corpus, folder, wrong_accepted=wrong_accepted, progress=progress)
            matcher = _better(matcher, plain, _examples(corpus))
        if path:
            matcher.save(path)
    _tell(matcher, encoder, model, corpus)
    return matcher


def kept(corpus: Corpus, folder: Path, *, wrong_accepted: float, model: str) -> Matcher | None:
    """The same where the cache folder has it; None where it is still to be fitted."""
    encoder, path = _place(corpus, folder, wrong_accepted, model)
    matcher = Matcher.load(path, encoder) if path else None
    if matcher is not None:
        _tell(matcher, encoder, model, corpus)
    return matcher


def _place(
    corpus: Corpus, folder: Path | None, wrong_accepted: float, model: str
) -> tuple[Encoder | None, Path | None]:
    """What compares meaning, and the file that the fitted matcher has in the cache folder."""
    encoder = encoder_of(model, _examples(corpus))
    return encoder, cache.file_of(corpus, wrong_accepted, folder, encoder.name if encoder else None) if folder else None


def _tell(matcher: Matcher, encoder: Encoder | None, model: str, corpus: Corpus) -> None:
    """The log says at each start what questions are compared by."""
    if encoder and matcher.model is None:
        log.warning("The model '%s' is left aside: this knowledge is understood better without it. %s", model, _ADVICE)
    else:
        log.info("Questions are compared in words%s.", f" and in meaning, by {matcher.model}" if matcher.model else "")
    if (examples := _examples(corpus)) > COMPARED:
        log.warning("%d examples, more than %d: entries are looked up without a classifier.", examples, COMPARED)


def _examples(corpus: Corpus) -> int:
    return sum(len(document.examples) for document in corpus.documents)


def _better(understanding: Matcher, plain: Matcher, examples: int) -> Matcher:
    """With the model, unless clearly fewer left-out examples find their entry: it may not know their languages."""
    by_chance = HALF_A_STANDARD_ERROR / math.sqrt(max(1, examples))
    return understanding if understanding.held_out_top1 >= plain.held_out_top1 - by_chance else plain
