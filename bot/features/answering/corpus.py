"""The corpus on which the matcher is fitted, made from the knowledge."""

from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import TEMPLATE
from bot.search.corpus import Corpus, Document, Example

SMALL_TALK = "small-talk:"


def corpus(knowledge: Knowledge) -> Corpus:
    """Every entry and every kind of small talk as a document; the latter's ids begin with SMALL_TALK."""
    entries = [
        Document(
            entry.id,
            tuple(
                Example(question, lang)
                for lang in knowledge.organisation.languages
                for question in entry.wording(lang).questions
            ),
            tuple(Example(entry.wording(lang).title, lang) for lang in knowledge.organisation.languages),
            tuple(
                Example(TEMPLATE.sub(" ", entry.wording(lang).answer), lang)
                for lang in knowledge.organisation.languages
            ),
        )
        for entry in knowledge.entries.values()
    ]
    polite = [
        Document(
            SMALL_TALK + talk.id,
            tuple(Example(q, lang) for lang in knowledge.organisation.languages for q in talk.wording(lang).questions),
        )
        for talk in knowledge.small_talk.values()
    ]
    words = {language: knowledge.vocabulary.words(language) for language in knowledge.organisation.languages}
    return Corpus(
        documents=(*entries, *polite),
        out_of_scope=tuple(
            Example(text, lang)
            for lang in knowledge.organisation.languages
            for text in knowledge.out_of_scope.get(lang)
        ),
        synonyms={lang: group.synonyms for lang, group in words.items()},
        abbreviations={lang: group.abbreviations for lang, group in words.items()},
        languages=knowledge.organisation.languages,
    )
