"""FeatureDescription: what a peer says it can do (NOTES 15)."""

from dataclasses import dataclass

from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import NS, OSCI2017

TAG = f"{{{OSCI2017}}}FeatureDescription"
SHORT_IV = "Support96Bit12ByteIV"
# What both our sides understand, with the versions the reference library announces.
OURS = (
    ("DisableBase64", "1.2.0"),
    ("OAEPEncryption", "1.6.0"),
    ("SHA3HashAlgo", "1.6.3"),
    ("GCMPaddingModus", "1.7.0"),
    (SHORT_IV, "1.9.0"),
)
NS7 = NS.replace(" xmlns:soap=", f' xmlns:osci2017="{OSCI2017}" xmlns:soap=')


@dataclass(frozen=True, slots=True)
class Features:
    keys: frozenset[str] = frozenset()

    @property
    def short_iv(self) -> bool:
        return SHORT_IV in self.keys


def read(blocks: tuple[Element, ...]) -> Features:
    keys = (
        feature.get("Key", "")
        for block in blocks
        if block.tag == TAG
        for feature in block.iter(f"{{{OSCI2017}}}Feature")
    )
    return Features(frozenset(keys))


def render() -> str:
    """The client's form: only Id as attribute, Feature elements empty (NOTES 19.11)."""
    features = "".join(
        f'<osci2017:Feature Key="{key}" Version="{version}"></osci2017:Feature>'
        for key, version in OURS
    )
    return (
        f'<osci2017:FeatureDescription {NS7} Id="featuredescription">'
        f"<osci2017:SupportedFeatures>{features}</osci2017:SupportedFeatures>"
        "</osci2017:FeatureDescription>"
    )
