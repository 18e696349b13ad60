"""FeatureDescription: what a peer says it can do (NOTES 15)."""

from dataclasses import dataclass

from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import NS7, OSCI128, OSCI2017

TAG = f"{{{OSCI2017}}}FeatureDescription"
# Read under the younger namespace, too: its elements moved there in some messages.
TAGS = frozenset({TAG, f"{{{OSCI128}}}FeatureDescription"})
SHORT_IV = "Support96Bit12ByteIV"
CHUNKS = "PartialMessageTransmission"
# What both our sides understand, with the versions the reference library announces.
OURS = (
    ("DisableBase64", "1.2.0"),
    ("OAEPEncryption", "1.6.0"),
    ("SHA3HashAlgo", "1.6.3"),
    ("GCMPaddingModus", "1.7.0"),
    (CHUNKS, "1.8.0"),
    (SHORT_IV, "1.9.0"),
)
_MOST_DIGITS = 12
_LIMITS = {
    "max_chunk": "MaxChunkSize",
    "max_message": "MaxMessageSize",
    "min_chunk": "MinChunkSize",
}


@dataclass(frozen=True, slots=True)
class ChunkLimits:
    """In kB of 1024 bytes; None where nothing was said."""

    max_chunk: int | None = None
    max_message: int | None = None
    min_chunk: int | None = None


NO_LIMITS = ChunkLimits()


@dataclass(frozen=True, slots=True)
class Features:
    keys: frozenset[str] = frozenset()
    limits: ChunkLimits = NO_LIMITS

    @property
    def short_iv(self) -> bool:
        return SHORT_IV in self.keys

    @property
    def chunks(self) -> bool:
        return CHUNKS in self.keys

    def chunk_size(self, wished: int) -> int:
        """The wished size in kB, within what the peer allows."""
        least = self.limits.min_chunk or 1
        most = self.limits.max_chunk or wished
        return max(least, min(wished, most))


def read(blocks: tuple[Element, ...]) -> Features:
    """Unknown keys and unreadable limits count for nothing."""
    found = [block for block in blocks if block.tag in TAGS]
    keys = (
        feature.get("Key", "")
        for block in found
        for feature in block.iter(str(block.tag).replace("Description", ""))
    )
    limits = {
        name: _limit(found[0].get(attribute)) if found else None
        for name, attribute in _LIMITS.items()
    }
    return Features(frozenset(keys), ChunkLimits(**limits))


def _limit(text: str | None) -> int | None:
    digits = (text or "").strip()
    fits = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return int(digits) or None if fits else None


def render(limits: ChunkLimits = NO_LIMITS) -> str:
    """A client's form has only Id as attribute (NOTES 19.11); Feature elements are
    empty, since a receiver of the reference implementation refuses text in there."""
    attributes = "".join(
        f' {attribute}="{value}"'
        for name, attribute in _LIMITS.items()
        if (value := getattr(limits, name)) is not None
    )
    features = "".join(
        f'<osci2017:Feature Key="{key}" Version="{version}"></osci2017:Feature>'
        for key, version in OURS
    )
    # Attributes in canonical order: Id comes before Max… and Min….
    return (
        f'<osci2017:FeatureDescription {NS7} Id="featuredescription"{attributes}>'
        f"<osci2017:SupportedFeatures>{features}</osci2017:SupportedFeatures>"
        "</osci2017:FeatureDescription>"
    )
