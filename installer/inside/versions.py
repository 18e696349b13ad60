"""Runs in Windows-Python: what is linked into its modules and ours, as JSON."""

import decimal
import json
import platform
import pyexpat
import zlib

import pymupdf
from cryptography.hazmat.backends.openssl import backend
from lxml import etree

print(
    json.dumps(
        {
            "python": platform.python_version(),
            "zlib": zlib.ZLIB_RUNTIME_VERSION,
            "expat": pyexpat.EXPAT_VERSION.removeprefix("expat_"),
            "mpdecimal": decimal.__libmpdec_version__,
            "mupdf": pymupdf.mupdf_version,
            "openssl of cryptography": backend.openssl_version_text().split()[1],
            "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
            "libxslt": ".".join(map(str, etree.LIBXSLT_VERSION)),
        }
    )
)
