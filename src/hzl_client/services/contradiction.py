"""Whether an author's signature says: this is not what was signed.

A lost attachment takes the signature of its container along, since nobody can compute
its digest any more. That alone contradicts nothing as long as all the rest of what the
signature covers held.
"""

from hzl_client.model.delivery import AuthorSignature, Content, Trust


def contradicted(
    contents: tuple[Content, ...], signatures: tuple[AuthorSignature, ...]
) -> bool:
    broken = [signature for signature in signatures if not signature.valid]
    if broken:
        return not all(signature.rest_valid for signature in broken)
    return any(content.trust is Trust.INVALID for content in contents)
