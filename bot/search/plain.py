"""Turns dataclasses, NamedTuples, mappings and arrays into JSON and plain arrays, and back, by their type hints.

Nothing here runs what it reads: a value is rebuilt only where the type hint of a field says which class it is.
"""

import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
JSON_TYPES = (str, int, float, bool, type(None))
Read = Callable[[Any], Any]
MANY = 100
"""Texts that are written as the lines of one."""


def taken_apart(value: Any, arrays: Arrays, given: Mapping[type, Read]) -> Any:
    """The value as JSON; its arrays go into `arrays`, under a number, once each.

    `given`: what to write in place of values of these classes, which can't be taken apart.
    """
    numbers: dict[int, str] = {}

    def number(array: NDArray[Any]) -> str:
        if id(array) not in numbers:
            numbers[id(array)] = str(len(numbers))
            arrays[numbers[id(array)]] = array
        return numbers[id(array)]

    def walk(part: Any) -> Any:
        if isinstance(part, JSON_TYPES):
            return part
        for known, written in given.items():
            if isinstance(part, known):
                return written(part)
        if isinstance(part, np.ndarray):
            return number(part)
        if isinstance(part, Mapping):
            return _mapping_apart(part, walk)
        kind: Any = type(part)
        if (names := _field_names(kind)) is not None:
            return {name: walk(getattr(part, name)) for name in names}
        if isinstance(part, list | tuple):
            kinds: list[Any] = list({type(one) for one in part})
            if len(kinds) == 1 and kinds[0] not in given and (names := _field_names(kinds[0])) is not None:
                # Thousands of records as one list a field: JSON reads them in a fraction of the time.
                return {name: [walk(getattr(one, name)) for one in part] for name in names}
            return _lines(part) if kinds == [str] else [walk(one) for one in part]
        raise TypeError(f"'{type(part).__name__}' can't be taken apart.")

    return walk(value)


def _lines(texts: Sequence[str]) -> str | list[str]:
    """Many texts as the lines of one, which is read in a fifth of the time."""
    return "\n".join(texts) if len(texts) >= MANY and not any("\n" in text for text in texts) else list(texts)


def _mapping_apart(part: Mapping[Any, Any], walk: Read) -> Any:
    if not all(isinstance(key, str) for key in part):
        return [[walk(key) for key in part], [walk(one) for one in part.values()]]
    if len(part) > 1 and list(part.values()) == list(range(len(part))):
        return _lines(list(part))  # names numbered from 0
    return {key: walk(one) for key, one in part.items()}


def put_together(hint: Any, written: Any, arrays: Arrays, given: Mapping[Any, Read]) -> Any:
    """The value of this type hint; raises ValueError, KeyError, TypeError or IndexError where the JSON does not fit it.

    `given`: how values of these types are made of what was written in their place.
    """
    return Readers(arrays, given).of(hint)(written)


class Readers:
    """Makes for each type hint, once, a function that reads values of it."""

    def __init__(self, arrays: Arrays, given: Mapping[Any, Read]) -> None:
        self._arrays = arrays
        self._known: dict[Any, Read] = dict(given)

    def of(self, hint: Any) -> Read:
        """The function that turns what was written into a value of this type."""
        if hint not in self._known:
            self._known[hint] = self._made(hint)
        return self._known[hint]

    def _made(self, hint: Any) -> Read:
        origin, inner = get_origin(hint), get_args(hint)
        if hint in JSON_TYPES:
            return partial(_simple, hint)
        if origin is np.ndarray:
            return partial(self._array, *get_args(inner[1]))
        if origin in (typing.Union, types.UnionType) and type(None) in inner and len(inner) == 2:
            (some,) = (one for one in inner if one is not type(None))
            return lambda written: None if written is None else self.of(some)(written)
        if _field_names(hint) is not None:
            return partial(self._record, hint, _hints(hint))
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._mapping(*inner)
        if origin is tuple and len(inner) == 2 and inner[1] is ...:
            many = self._many(inner[0])
            return lambda written: tuple(many(written))
        if isinstance(origin, type) and issubclass(list, origin):  # list and Sequence
            return self._many(inner[0])
        raise TypeError(f"'{hint}' can't be put together.")

    def _record(self, kind: Any, hints: Mapping[str, Any], written: Any) -> Any:
        _check_fields(kind, hints, written)
        return kind(**{name: self.of(hints[name])(part) for name, part in written.items()})

    def _mapping(self, key: Any, value: Any) -> Read:
        texts, values = self._many(str), self._many(value)
        if key is not str:
            keys = self._many(key)
            return lambda written: dict(zip(keys(written[0]), values(written[1]), strict=True))

        def read(written: Any) -> Any:
            if value is int and isinstance(written, list | str):
                names = texts(written)
                return dict(zip(names, range(len(names)), strict=True))
            if not isinstance(written, dict):
                raise ValueError("A mapping is wanted.")
            return dict(zip(written, values(list(written.values())), strict=True))

        return read

    def _many(self, hint: Any) -> Read:
        """Of a list; of records of one class also a list a field; of thousands of short lists, checked together."""
        simple, hints = hint in JSON_TYPES, {} if _field_names(hint) is None else _hints(hint)
        columns = {name: self._many(one) for name, one in hints.items()} if hint not in self._known else {}
        inner, short = get_args(hint)[:1], {tuple: tuple, Sequence: list}.get(get_origin(hint))

        def read(written: Any) -> list[Any]:
            if columns and isinstance(written, dict):
                _check_fields(hint, hints, written)
                return [hint(*row) for row in zip(*(columns[name](written[name]) for name in hints), strict=True)]
            if hint is str and isinstance(written, str):
                return written.split("\n")
            if not isinstance(written, list):
                raise ValueError("A list is wanted.")
            if simple:
                _check_simple(hint, written)
                return written
            if short and inner == get_args(hint)[:1] and inner[0] in JSON_TYPES:
                _check_simple(list, written)
                _check_simple(inner[0], chain.from_iterable(written))
                return list(map(short, written))
            of_one = self.of(hint)
            return [of_one(part) for part in written]

        return read

    def _array(self, wanted: type, written: Any) -> NDArray[Any]:
        array = self._arrays[written]
        if array.dtype != np.dtype(wanted):
            raise ValueError(f"An array of {wanted.__name__} is wanted, not of {array.dtype}.")
        return array


def _check_fields(kind: Any, hints: Mapping[str, Any], written: Any) -> None:
    if not isinstance(written, dict) or written.keys() != hints.keys():
        raise ValueError(f"The fields of {kind.__name__} are {', '.join(hints)}.")


def _simple(hint: type, written: Any) -> Any:
    if hint is float and type(written) is int:
        return float(written)
    if type(written) is not hint:
        raise ValueError(f"{hint.__name__} is wanted, not {type(written).__name__}.")
    return written


def _check_simple(hint: type, written: Iterable[Any]) -> None:
    for kind in set(map(type, written)):
        if kind is not hint:
            raise ValueError(f"{hint.__name__} is wanted, not {kind.__name__}.")


@lru_cache(maxsize=64)
def _field_names(kind: Hashable) -> tuple[str, ...] | None:
    """Of a dataclass or NamedTuple."""
    if isinstance(kind, type) and is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    names = getattr(kind, "_fields", None)
    return names if isinstance(names, tuple) else None


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    names, hints = _field_names(kind) or (), get_type_hints(kind)
    return {name: hints[name] for name in names}
