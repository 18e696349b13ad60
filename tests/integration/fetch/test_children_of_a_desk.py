"""Which child reads what: nobody who reads a page waits for what goes on beside it."""


def test_forms_are_read_beside_the_pages(desk):
    beside = {
        desk.search.documents,
        desk.locked_files.documents,
        desk.second_source.documents,
    }
    assert len(beside) == 1
    assert desk.documents not in beside
