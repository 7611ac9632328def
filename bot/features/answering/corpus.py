"""The corpus on which the matcher is fitted, made from the knowledge."""

from collections.abc import Iterator

from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import TEMPLATE, Language
from bot.search.corpus import Corpus, Document, Example

SMALL_TALK = "small-talk:"


def corpus(knowledge: Knowledge) -> Corpus:
    """Every entry and every kind of small talk as a document; the latter's ids begin with SMALL_TALK."""
    entries = [_document(entry, knowledge) for entry in knowledge.entries.values()]
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


def _document(entry: Entry, knowledge: Knowledge) -> Document:
    spoken = knowledge.organisation.languages
    return Document(
        entry.id,
        examples=tuple(
            Example(question, lang)
            for lang in spoken
            for question in (*entry.wording(lang).questions, *_of_each_thing(entry, knowledge, lang))
        ),
        title=tuple(Example(entry.wording(lang).title, lang) for lang in spoken),
        body=tuple(Example(TEMPLATE.sub(" ", entry.wording(lang).answer), lang) for lang in spoken),
        asked=tuple(Example(question, lang) for lang in spoken for question in entry.wording(lang).asked),
    )


def _of_each_thing(entry: Entry, knowledge: Knowledge, language: Language) -> Iterator[str]:
    """What is asked of a kind of resource is asked of each thing of that kind, by the vocabulary's words for it.

    « Quelle licence pour un logiciel ? » and « chart Helm »: « Quelle licence pour un logiciel ? (chart Helm) ».
    """
    if facet := knowledge.vocabulary.facets.get(entry.facet or ""):
        yield from (f"{entry.wording(language).title} ({thing})" for thing in facet.get(language))
