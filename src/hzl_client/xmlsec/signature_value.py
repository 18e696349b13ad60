"""RSA and ECDSA over octets, in the encodings of XML Signature."""

from collections.abc import Iterator

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)

from hzl_client.errors import AlgorithmRefused, SignatureRefused
from hzl_client.model.credential import PrivateKey
from hzl_client.model.octets import Octets, chunks
from hzl_client.xmlsec.algorithms import Family, SignatureKind


def verify_value(
    kind: SignatureKind, value: bytes, octets: Octets, certificate: x509.Certificate
) -> None:
    """Nothing if `value` is the certificate's signature over `octets`."""
    digest, hashed = _hash(kind, octets), Prehashed(kind.hash)
    try:
        key = certificate.public_key()
        if kind.family is Family.ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_to_der(value, key.curve), digest, ec.ECDSA(hashed))
        elif kind.family is not Family.ECDSA and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, digest, _padding(kind), hashed)
        else:
            raise SignatureRefused("algorithm does not fit the certificate's key")
    except (InvalidSignature, UnsupportedAlgorithm, ValueError) as error:
        raise SignatureRefused("signature value does not hold") from error


def sign_value(kind: SignatureKind, octets: Octets, key: PrivateKey) -> bytes:
    digest, hashed = _hash(kind, octets), Prehashed(kind.hash)
    if kind.family is Family.ECDSA and isinstance(key, ec.EllipticCurvePrivateKey):
        return _from_der(key.sign(digest, ec.ECDSA(hashed)), key.curve)
    if kind.family is not Family.ECDSA and isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, _padding(kind), hashed)
    raise AlgorithmRefused("algorithm does not fit the key", family=kind.family.value)


def _hash(kind: SignatureKind, octets: Octets) -> bytes:
    digest = hashes.Hash(kind.hash)
    for chunk in chunks(octets):
        digest.update(chunk)
    return digest.finalize()


def _padding(kind: SignatureKind) -> padding.PKCS1v15 | padding.PSS:
    if kind.family is Family.PKCS1:
        return padding.PKCS1v15()
    # RFC 9231: MGF1 with the same hash, salt as long as the hash.
    return padding.PSS(padding.MGF1(kind.hash), kind.hash.digest_size)


def _to_der(value: bytes, curve: ec.EllipticCurve) -> bytes:
    """From r ‖ s, each as long as the order of the curve."""
    size = _component(curve)
    if len(value) != 2 * size:
        raise ValueError("length of r and s")
    return encode_dss_signature(*_numbers(value, size))


def _numbers(value: bytes, size: int) -> Iterator[int]:
    for start in (0, size):
        yield int.from_bytes(value[start : start + size], "big")


def _from_der(der: bytes, curve: ec.EllipticCurve) -> bytes:
    size = _component(curve)
    return b"".join(n.to_bytes(size, "big") for n in decode_dss_signature(der))


def _component(curve: ec.EllipticCurve) -> int:
    return (curve.group_order.bit_length() + 7) // 8
