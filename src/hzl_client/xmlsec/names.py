"""The namespaces of OSCI-Transport 1.2, as plain URIs."""

DS = "http://www.w3.org/2000/09/xmldsig#"
OSCI = "http://www.osci.de/2002/04/osci"
OSCI2017 = "http://xoev.de/transport/osci12/7"
OSCI128 = "http://xoev.de/transport/osci12/8"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
XENC11 = "http://www.w3.org/2009/xmlenc11#"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

# The declarations every envelope, header block and container carries, in the order of
# a canonical start tag: `f'<osci:X {NS} Id="x">'`.
NS = (
    f'xmlns:ds="{DS}" xmlns:osci="{OSCI}" xmlns:soap="{SOAP}" '
    f'xmlns:xenc="{XENC}" xmlns:xsi="{XSI}"'
)
# The same with the namespace of FeatureDescription and of everything in chunks.
NS7 = NS.replace(" xmlns:soap=", f' xmlns:osci2017="{OSCI2017}" xmlns:soap=')


def tag(namespace: str, local: str) -> str:
    """The name as lxml spells it: `{namespace}local`."""
    return f"{{{namespace}}}{local}"
