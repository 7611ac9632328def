"""The shapes of licences.yaml and compatibility.yaml."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.knowledge.shapes import ByLanguage, Day, Id, Model, Text

CLOSED = "closed"
"""Stands for a licence of one's own that closes the product."""
LicenceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$", max_length=60)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=300)]

Kind = Literal["software", "data", "content", "documentation", "hardware", "font", "model"]
Family = Literal["permissive", "weak_copyleft", "strong_copyleft", "network_copyleft", "public_domain", "not_open"]
Reach = Literal["none", "file", "module", "library", "work", "network", "database", "adaptation", "design"]
Permission = Literal["use", "change", "share", "sell"]
Duty = Literal[
    "credit",
    "notices",
    "changes",
    "source",
    "same_licence",
    "network_source",
    "service_source",
    "advertising",
    "rename",
    "pass_on_limits",
    "user_data",
]
Exclusion = Literal[
    "warranty",
    "liability",
    "trademarks",
    "patents",
    "endorsement",
    "commercial_use",
    "changes",
    "production_use",
    "managed_service",
    "competing_use",
    "field_of_use",
    "selling_alone",
    "reserved_names",
]
Put = Literal["licence_file", "spdx_header", "notice_file", "metadata", "credit_line", "link_to_text"]
LicenceUse = Literal["linking", "copying", "data", "content", "design"]
CompatibilityAnswer = Literal["can", "if", "cannot"]


class LicenceStatus(Model):
    """Who lists it as what. `not_listed` and `unknown` are not a no.

    `oshwa`: whether the best practices of the Open Source Hardware Association name it, or refuse its clauses.
    `public_list`: for what an administration may choose it (CRPA, art. D323-2-1).
    """

    osi: Literal["approved", "not_listed"]
    fsf: Literal["free", "not_listed"]
    open_definition: Literal[
        "approved", "approved_if_no_invariants", "rejected", "not_reviewed", "not_listed", "not_applicable"
    ]
    dfsg: Literal["free", "not_free", "unknown"]
    oshwa: Literal["named", "refused", "not_named"]
    public_list: Literal["public_information", "software", "no"]


class Licence(Model):
    """One licence. Its `id` is that of SPDX, or begins with LicenseRef-.

    `aliases`: how people write it, in any language. `shared`: names that it has in common with others, about which
    one is asked, unless one of them has the name as an alias. `reach`: how far the duty of the same licence goes.
    `service`: what holds when it is served online. `inside`: what its text says of use by one's own people. `put`:
    what belongs in the repository. `unverified`: what was not checked. `checked`: the day on which the rest was.
    """

    id: LicenceId
    name: ByLanguage
    aliases: tuple[Text, ...] = ()
    shared: tuple[Text, ...] = ()
    steward: Text
    versions: tuple[Text, ...] = ()
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    family: Family
    reach: Reach
    permits: tuple[Permission, ...]
    obliges: tuple[Duty, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    patents: Literal["granted", "not_asserted", "excluded", "silent"]
    law: Literal["none", "france", "france_by_default", "eu", "uk", "us", "ca", "qc"] = "none"
    service: Literal["free", "source", "restricted", "database"]
    status: LicenceStatus
    put: tuple[Put, ...]
    text: WebAddress
    summary: ByLanguage
    caution: ByLanguage | None = None
    inside: ByLanguage | None = None
    unverified: ByLanguage | None = None
    sources: Annotated[tuple[WebAddress, ...], Field(min_length=1)]
    checked: Day

    @property
    def open(self) -> bool:
        return self.family != "not_open"


class CompatibilityReason(ByLanguage):
    """Why; `sources`: keys of `sources`."""

    sources: tuple[Id, ...] = ()


class CompatibilityRow(Model):
    """What is taken in, what is given out, and how it is used: the answer holds for each of their combinations.

    `unverified`: reasoned from the texts or from one secondary source, not confirmed by the licence's steward.
    """

    take: Annotated[tuple[LicenceId, ...], Field(min_length=1)]
    give: Annotated[tuple[LicenceId, ...], Field(min_length=1)]
    uses: Annotated[tuple[LicenceUse, ...], Field(min_length=1)]
    answer: CompatibilityAnswer
    reason: Id
    unverified: bool = False


class Compatibility(Model):
    """Which licence goes into which. A pair that no row names is unknown. The same licence goes into itself.

    `sources`: each with its address or place. `reasons`: `same` is that of a licence with itself.
    """

    sources: Mapping[Id, Text] = Field(default_factory=dict)
    reasons: Mapping[Id, CompatibilityReason] = Field(default_factory=dict)
    rows: tuple[CompatibilityRow, ...] = ()
