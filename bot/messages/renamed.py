"""Names of words.yaml that were given up, so that an organisation's file goes on to say its own words.

To be removed with version 0.3.
"""

from collections.abc import Iterator, Mapping

from bot.knowledge.shapes import ByLanguage

_OF_ONE_FORM = ("need", "note", "no", "question", "reply", "not-before", "offer", "profile")
"""Their words stood in one template, `form`, before each had its own."""
RENAMED: Mapping[str, tuple[str, ...]] = {
    **{f"form-{form}-title": (f"{form}-form-title",) for form in _OF_ONE_FORM},
    **{f"form-{form}-intro": (f"{form}-form-intro",) for form in ("need", "no", "question", "reply", "not-before")},
    **{f"form-{form}-label": (f"{form}-form-words-label",) for form in ("no", "question", "reply")},
    "form-profile-title": ("profile-form-title", "profile-form-invitation"),
    "form-offer-intro": ("offer-form-intro", "offer-form-invitation"),
    "form-cancel": tuple(f"{form}-form-cancel" for form in _OF_ONE_FORM),
    "form-save": ("note-form-submit", "profile-form-submit"),
    "form-send": tuple(f"{form}-form-submit" for form in _OF_ONE_FORM if form not in ("note", "profile")),
    "form-open": ("offer-form-open", "profile-form-open"),
    "form-note-label": ("note-form-note-label", "need-form-note-label"),
    "form-note-hint": ("note-form-note-hint", "need-form-note-hint"),
    "form-need-shown": ("need-form-after",),
    "form-note-shown": ("note-form-after",),
    "form-offer-after": ("offer-form-after",),
    "form-day-label": ("not-before-form-day-label",),
    "form-role-label": ("offer-form-role-label",),
    "form-mentor": ("offer-form-role-mentor",),
    "form-champion": ("offer-form-role-champion",),
    "form-name-label": ("offer-form-name-label",),
    "form-did-label": ("offer-form-did-label",),
    "form-did-hint": ("offer-form-did-hint",),
    "form-speaks-label": ("offer-form-languages-label",),
    "form-topics-label": ("offer-form-topics-label", "profile-form-topics-label"),
    "form-capacity-label": ("offer-form-capacity-label", "profile-form-capacity-label"),
    "form-pause-label": ("profile-form-pause-until-label",),
    "form-pause-hint": ("profile-form-pause-until-hint",),
}
"""The names of now, by a name of before."""


def as_named_now(words: Mapping[str, ByLanguage]) -> dict[str, ByLanguage]:
    """A sentence under its name of now comes before the same under the one of before."""
    return {**dict(_renamed(words)), **words}


def _renamed(words: Mapping[str, ByLanguage]) -> Iterator[tuple[str, ByLanguage]]:
    for name in RENAMED.keys() & words.keys():
        for now in RENAMED[name]:
            yield now, words[name]
