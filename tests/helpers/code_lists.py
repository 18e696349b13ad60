"""Genericode files as the XRepository hands them out, made small."""

from xml.sax.saxutils import escape

from hzl_client.standards.genericode import NAMESPACE


def genericode(
    *rows: tuple[str, ...],
    uri: str = "urn:beispiel:liste",
    version: str = "1",
    columns: tuple[str, ...] = ("code", "name"),
    key: str = "code",
) -> bytes:
    """`rows` hold one text per column."""
    named = "".join(
        f'<Column Id="{c}" Use="required"><ShortName>{c}</ShortName>'
        '<Data Type="string"/></Column>'
        for c in columns
    )
    keys = (
        f'<Key Id="{key}Key"><ShortName>k</ShortName><ColumnRef Ref="{key}"/></Key>'
        if key
        else ""
    )
    made = "\n".join(
        "<Row>"
        + "".join(
            f'<Value ColumnRef="{c}"><SimpleValue>{escape(v)}</SimpleValue></Value>'
            for c, v in zip(columns, row, strict=True)
        )
        + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<gc:CodeList xmlns:gc="{NAMESPACE}">\n'
        "<Annotation><Description><p>frei erfunden</p></Description></Annotation>\n"
        "<Identification><ShortName>liste</ShortName><LongName>Musterliste</LongName>"
        f"<Version>{version}</Version><CanonicalUri>{uri}</CanonicalUri>"
        f"<CanonicalVersionUri>{uri}_{version}</CanonicalVersionUri>"
        "</Identification>\n"
        f"<ColumnSet>{named}{keys}</ColumnSet>\n"
        f"<SimpleCodeList>\n{made}\n</SimpleCodeList>\n</gc:CodeList>"
    ).encode()
