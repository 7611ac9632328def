"""Numbers that belong to one person: cards, bank accounts, social security; each known by its check digits."""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

_SEPARATED = r"[ .\u00a0\u202f-]?"
_ALONE, _END = r"(?<![\w.,/-])", r"(?![\w/]|[.,-]\d)"
WITHIN = 40
"""How far before a number the word may stand that tells what it is."""


class NumberShape(NamedTuple):
    """`valid`: its check digits are right. `beside`: words, one of which stands before it.

    `spaced`: whether there were spaces says something; else they are taken out before the check.
    """

    pattern: re.Pattern[str]
    valid: Callable[[str], bool]
    beside: re.Pattern[str] | None = None
    spaced: bool = False


def _shape(pattern: str, valid: Callable[[str], bool], beside: str = "", *, spaced: bool = False) -> NumberShape:
    whole = re.compile(rf"{_ALONE}(?:{pattern}){_END}", re.IGNORECASE)
    return NumberShape(whole, valid, re.compile(beside, re.IGNORECASE) if beside else None, spaced)


def _digits_of(kind: str) -> Callable[[str], bool]:
    """stdnum's check of a `kind` of number, loaded when a text first holds one: it loads TLS, and few texts do."""

    def valid(number: str) -> bool:
        return bool(import_module(f"stdnum.{kind}").is_valid(number))

    return valid


_is_iban, _is_luhn, _is_nir = _digits_of("iban"), _digits_of("luhn"), _digits_of("fr.nir")
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|(?:6011|65\d\d|35\d\d)\d{12}|(?:50|5[6-9]|6\d)\d{14}"
)
"""Visa; Mastercard; American Express; Diners; Discover and JCB; Maestro."""


def _is_card(number: str) -> bool:
    """By its issuer's first digits and its length; 14 digits in one run are rather a French SIRET."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 14 and digits == number:
        return False
    return bool(_ISSUERS.fullmatch(digits)) and _is_luhn(digits)


def _is_nir_without_key(number: str) -> bool:
    compact = re.sub(r"[ .-]", "", number)
    if len(compact) != 13:
        return False
    from stdnum.fr.nir import calc_check_digits

    return _is_nir(compact + calc_check_digits(compact))


def _is_rib(number: str) -> bool:
    """The key of a RIB: mod 97 of bank, branch and account, whose letters are digits."""
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
    compact = re.sub(r"[ .-]", "", number).upper()
    bank, branch, account, key = compact[:5], compact[5:10], compact[10:21].translate(letters), compact[21:]
    return key == f"{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97:02d}"


def _told(_: str) -> bool:
    """The word before it says what it is: mistyped, it is still somebody's."""
    return True


_GROUPS = rf"\d(?:{_SEPARATED}\d){{12,18}}"
_S = _SEPARATED
_INSURED = r"s[ée]cu|s[ée]curit[ée] sociale|\bnir\b|nss|social security|insee|immatriculation"
SHAPES = (
    _shape(_GROUPS, _is_card, spaced=True),
    _shape(rf"\d{{5}}{_S}\d{{5}}{_S}[0-9A-Z]{{11}}{_S}\d{{2}}", _is_rib),
    _shape(rf"[1-478]{_S}\d\d{_S}\d\d{_S}(?:\d\d|2[AB]){_S}\d{{3}}{_S}\d{{3}}{_S}\d\d", _is_nir),
    _shape(rf"[12]{_S}\d\d{_S}(?:0[1-9]|1[0-2]){_S}(?:\d\d|2[AB]){_S}\d{{3}}{_S}\d{{3}}", _is_nir_without_key),
    _shape(r"\d\d[ .]?\d\d[ .]?\d\d[ -]?\d{3}[ .]?\d\d", _digits_of("be.nn")),
    _shape(r"756[ .]?\d{4}[ .]?\d{4}[ .]?\d\d", _digits_of("ch.ssn")),
    _shape(r"\d{8}[ -]?[A-Z]", _digits_of("es.dni")),
    _shape(r"[XYZ][ -]?\d{7}[ -]?[A-Z]", _digits_of("es.nie")),
    _shape(r"[A-Z]{6} ?\d\d[A-Z]\d\d ?[A-Z]\d{3}[A-Z]", _digits_of("it.codicefiscale")),
    _shape(r"\d{2} \d{3} \d{3} \d{3}", _digits_of("de.idnr")),
    _shape(r"\d{11}", _digits_of("de.idnr"), r"steuer"),
    _shape(r"\d\d ?[0-3]\d[01]\d\d\d ?[A-Z] ?\d{3}", _told),
    _shape(r"[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NPQR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]", _told),
    _shape(r"\d\d[ /]?\d{7,8}[ /]?\d\d", _told, r"seguridad social|\bnss\b|nuss|afiliaci"),
    _shape(r"\d{9}", _digits_of("nl.bsn"), r"\bbsn\b|burgerservice|sofinummer"),
    _shape(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\d{5}", _told, r"luxembourg|matricule"),
    _shape(_GROUPS, _told, r"\bcarte\b|\bcards?\b|\bcb\b|visa|mastercard|amex"),
    _shape(
        r"[A-Z]{2}\d{2}(?:[ \u00a0\u202f-]?[0-9A-Z]{4}){3,7}(?:[ \u00a0\u202f-]?[0-9A-Z]{1,3})?", _told, r"\biban\b"
    ),
    _shape(r"[12]\d{10}", _told, r"\bniss\b|seguran[çc]a social"),
    _shape(rf"[12](?:{_S}[0-9AB]){{12,14}}", _told, _INSURED),
    _shape(r"\d\d", _told, r"\bcl[ée]\s*:?\s*$"),
)


_ACCOUNT = re.compile(r"(?<![^\W_])(?=([A-Z]{2}\d{2}(?:[ \u00a0\u202f-]?[0-9A-Z]){11,30}))", re.IGNORECASE)
_WORDS = re.compile(r"(?=[ \u00a0\u202f-])|$")


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    """International bank accounts: how long one is depends on its country, and words may follow it."""
    for found in _ACCOUNT.finditer(text):
        ends = [place.start() for place in _WORDS.finditer(found[1])]
        for end in reversed(ends):
            if _is_iban(re.sub(r"[\s-]", "", found[1][:end])):
                yield found.start(), found.start() + end
                break


def number_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where such numbers stand: [start, end)."""
    yield from _accounts(text)
    for shape in SHAPES:
        for found in shape.pattern.finditer(text):
            before = text[max(0, found.start() - WITHIN) : found.start()]
            if (shape.beside is None or shape.beside.search(before)) and _checks(shape, found[0]):
                yield found.span()


def _checks(shape: NumberShape, number: str) -> bool:
    plain = re.sub(r"[\u00a0\u202f]", " ", number)
    return shape.valid(plain if shape.spaced else re.sub(r"[ /]", "", plain))
