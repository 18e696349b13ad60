"""Whether an author's signature says: this is not what was signed.

A lost attachment takes the signature of its container along, since nobody can compute
its digest any more. That alone contradicts nothing as long as the application itself
lies under a signature that holds.
"""

from collections.abc import Iterable

from hzl_client.model.application import Application
from hzl_client.model.delivery import AuthorSignature, Content, Trust
from hzl_client.model.finding import Finding

_LOST = frozenset({"symmetric", "dangling-reference"})


def contradicted(
    contents: tuple[Content, ...],
    signatures: tuple[AuthorSignature, ...],
    problems: tuple[Finding, ...],
    application: Application | None,
) -> bool:
    distrusted = [content for content in contents if content.trust is Trust.INVALID]
    broken = [signature for signature in signatures if not signature.valid]
    if not distrusted and not broken:
        return False
    if application is None or not broken:
        return True
    if any(content.octets is application.xml for content in distrusted):
        return True
    return not all(_explained(signature, problems) for signature in broken)


def _explained(signature: AuthorSignature, problems: Iterable[Finding]) -> bool:
    """By an attachment of the very container; `detail` is the path of the problem."""
    return any(
        problem.code in _LOST
        and problem.detail.startswith(signature.container + "/")
        and "/cid:" in problem.detail
        for problem in problems
    )
