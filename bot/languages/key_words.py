"""The shape of `keys.toml`: what each key of the knowledge's files is for."""

from collections.abc import Mapping

from pydantic import RootModel


class KeyWords(RootModel[Mapping[str, Mapping[str, str]]]):
    """By the model's name, then by the key, `_` for the model itself; under `page` the words of the page of keys."""

    def of(self, model: str, key: str = "_") -> str | None:
        return self.root.get(model.strip("_"), {}).get(key)
