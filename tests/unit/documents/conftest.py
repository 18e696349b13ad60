"""One warm child for the tests that do not kill it."""

from collections.abc import Iterator

import pytest

from hzl_client.documents.process import Documents


@pytest.fixture(scope="session")
def documents() -> Iterator[Documents]:
    with Documents() as made:
        made.warm_up()
        yield made
