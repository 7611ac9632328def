"""The shape of a language's `licences.toml`: how people speak of licences."""

from collections.abc import Mapping

from bot.languages.shapes import LanguageModel, Phrases


class DirectionWords(LanguageModel):
    """What is taken into what.

    `closed`: a product that is not open. `project`: what is given out. `piece`: what is taken in. `into`: before what
    is given out. `under`: before the licence of a piece, or of what is published. `filler`: what stands between these
    words and the licence. `between`: what stands between a licence and its thing, where the thing comes second.
    """

    closed: Phrases = ()
    project: Phrases = ()
    piece: Phrases = ()
    into: Phrases = ()
    under: Phrases = ()
    filler: Phrases = ()
    between: Phrases = ()


class LicenceWords(LanguageModel):
    """`licences.toml`: how people speak of licences, as folded text.

    `licence`: the word itself. `version`, `only`, `or_later`: what stands around a number. `filler`: what stands inside
    a name and says nothing. `exception`: what announces an exception. `around`: politeness beside a bare name.
    `pronouns`: how a turn names the licence before it. `which`: how one asks for a licence « pour des données ».
    `which_for`: the same, up to the thing.
    `questions`: by what is asked, the phrases that show it; « x » is a licence.
    """

    licence: Phrases = ()
    version: Phrases = ()
    only: Phrases = ()
    or_later: Phrases = ()
    filler: Phrases = ()
    exception: Phrases = ()
    around: Phrases = ()
    pronouns: Phrases = ()
    which: str = ""
    which_for: Phrases = ()
    questions: Mapping[str, Phrases] = {}
    direction: DirectionWords = DirectionWords()
