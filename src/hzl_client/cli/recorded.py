"""`osci open`: read one recorded OSCI body offline."""

import argparse
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.cli.inputs import read_certificate, read_file, secret
from hzl_client.cli.output import Exit, Json, Output
from hzl_client.errors import ExportTargetUnusable, HzlError, InvalidSetting
from hzl_client.keys.identity import read_pkcs12
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.octets import CHUNK, Octets
from hzl_client.osci.reader import Request, open_body
from hzl_client.xmlsec.policy import LEGACY, MODERN

_EXPECTED = ("challenge", "conversation", "sequence", "type")


def open_recorded(options: argparse.Namespace, output: Output) -> Exit:
    """Whatever stands in the body is a verdict; only a wrong call is an error."""
    try:
        document = open_body(_body(options.body), _request(options))
    except HzlError as error:
        output.error(error)
        return Exit.USAGE
    except OSError as error:  # the only thing written is below --out
        output.error(ExportTargetUnusable("not writable", errno=error.errno))
        return Exit.USAGE
    output.result(document, _text(document))
    return Exit.OK if document["verdict"] == "ok" else Exit.PARTLY


def _request(options: argparse.Namespace) -> Request:
    given = {name: getattr(options, f"expect_{name}") for name in _EXPECTED}
    return Request(
        keys=_keys(options),
        pins=_pins(options.intermediary_certificate),
        expect={
            name: None if value == "none" else value
            for name, value in given.items()
            if value is not None
        },
        new_spool=SealedSpool,
        policy=LEGACY if options.policy == "legacy" else MODERN,
        allow_plain=options.allow_plain,
        allow_unsigned=options.allow_unsigned,
        out=options.out,
    )


def _keys(options: argparse.Namespace) -> tuple[Credential, ...]:
    variable = options.password_env
    password = "" if variable is None else secret(variable, "--password-env")
    return tuple(
        credential
        for path in options.identity
        for credential in read_pkcs12(read_file(path, "--identity"), password)
    )


def _pins(files: list[Path] | None) -> frozenset[str] | None:
    if files is None:
        return None
    certificates = [
        read_certificate(path, "--intermediary-certificate") for path in files
    ]
    return frozenset(fingerprint(c.public_bytes(Encoding.DER)) for c in certificates)


def _body(path: Path) -> Octets:
    spool = SealedSpool()
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                spool.write(piece)
    except OSError as error:
        raise InvalidSetting(
            "file not readable", setting="DATEI", reason="unreadable-file"
        ) from error
    return spool.finish()


def _text(document: Json) -> str:
    lines = [document["message"]]
    if document["error"] is not None:
        lines.append(f"Code: {document['error']}")
    if document["message_type"] is not None:
        lines.append(f"Nachrichtenart: {document['message_type']}")
    lines += [
        f"  {each['path']}  {each['size']} Byte  {each['trust']}"
        for each in document["contents"]
    ]
    lines += [f"  {finding['text']}" for finding in document["findings"]]
    return "\n".join(lines)
