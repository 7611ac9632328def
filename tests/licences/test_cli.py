"""What `passeur licence` and `passeur compatible` say of a name that no licence has, in the terminal's language."""

import pytest

from bot.cli.licence import UnknownLicenceError, compatible, licence

SAID = [
    ("fr_FR.UTF-8", "foobar", "Aucune licence connue ne s’appelle « foobar »"),
    ("fr_FR.UTF-8", "GPL 5", "Proches de ce nom"),
    ("en_GB.UTF-8", "foobar", "No licence that is known is called 'foobar'"),
    ("C", "GPL 5", "Near to it"),
]


@pytest.mark.parametrize(("environment", "name", "words"), SAID)
def test_an_unknown_licence_is_told_in_the_language_of_the_terminal(
    environment: str, name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", environment)
    for asked in (lambda: licence(name), lambda: compatible(name, "MIT")):
        with pytest.raises(UnknownLicenceError) as refused:
            asked()
        assert words in str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")
