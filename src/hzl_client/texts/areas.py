"""Where a failure lies: whom to call before anyone has read the code."""

from enum import StrEnum

from hzl_client import errors
from hzl_client.errors import HzlError


class Area(StrEnum):
    """Its value is for programs and stable; `LABELS` is for people."""

    NETWORK = "network"
    INTERMEDIARY = "intermediary"
    CERTIFICATE = "certificate"
    MESSAGE = "message"
    MACHINE = "machine"


LABELS = {
    Area.NETWORK: "Netz/Proxy",
    Area.INTERMEDIARY: "Intermediär",
    Area.CERTIFICATE: "Zertifikat/PIN",
    Area.MESSAGE: "Nachricht",
    Area.MACHINE: "Rechner/Speicher",
}

# A class stands for its subclasses, too, unless they have a line of their own.
_AREAS: dict[type[HzlError], Area] = {
    HzlError: Area.MACHINE,
    errors.SurroundingsError: Area.MACHINE,
    errors.UserError: Area.MACHINE,
    errors.PeerError: Area.INTERMEDIARY,
    errors.TrustError: Area.CERTIFICATE,
    errors.NetworkError: Area.NETWORK,
    # What another message would not bring about again.
    errors.MalformedMime: Area.MESSAGE,
    errors.MalformedXml: Area.MESSAGE,
    errors.DuplicateContentId: Area.MESSAGE,
    errors.DuplicateId: Area.MESSAGE,
    errors.DanglingReference: Area.MESSAGE,
    errors.MessageTooLarge: Area.MESSAGE,
    errors.MessageBlocked: Area.MESSAGE,
    errors.TransportDecrypt: Area.MESSAGE,
    errors.AlgorithmRefused: Area.MESSAGE,
    errors.KeyUnwrap: Area.MESSAGE,
    errors.SymmetricDecryption: Area.MESSAGE,
    errors.SignatureRefused: Area.MESSAGE,
    errors.AuthorSignatureInvalid: Area.MESSAGE,
    errors.DocumentUnreadable: Area.MESSAGE,
    errors.DocumentLocked: Area.MESSAGE,
    errors.NoSuchRecord: Area.MESSAGE,
    # What the intermediary leaves out.
    errors.NotEncrypted: Area.INTERMEDIARY,
    errors.Unsigned: Area.INTERMEDIARY,
    errors.SupplierSignatureInvalid: Area.INTERMEDIARY,
    errors.SealBroken: Area.MACHINE,
    errors.WrongPin: Area.CERTIFICATE,
    errors.WrongPassphrase: Area.CERTIFICATE,
    errors.NotAnIdentity: Area.CERTIFICATE,
    errors.IdentityRefused: Area.CERTIFICATE,
}


def area_of(error: BaseException) -> Area:
    """What is no HzlError is our bug, and this machine's."""
    kinds = (_AREAS[kind] for kind in type(error).__mro__ if kind in _AREAS)
    return next(kinds, Area.MACHINE)


def area_label(error: BaseException) -> str:
    return LABELS[area_of(error)]
