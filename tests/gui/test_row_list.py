"""Only what changed is announced, so that selection and scroll position stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView

from hzl_client.ui.models.row_list import MANY_RANGES, RowList

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ROWS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from("ab")), unique_by=lambda row: row[0]
)


class Numbered(RowList):
    """Rows are (key, text)."""

    def key(self, row):
        return row[0]

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        row = self.row(index)
        return row[1] if row and role == Qt.ItemDataRole.DisplayRole else None


@given(ROWS, ROWS)
def test_whatever_changes_the_model_keeps_qts_contract(qapp, old, new):  # noqa: ARG001
    model = Numbered()
    QAbstractItemModelTester(model, FATAL, model)
    model.show_rows(old)
    model.show_rows(new)
    assert model.rows == tuple(new)
    assert model.rowCount() == len(new)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_rows_that_stay_keep_their_persistent_index(qapp, stays):  # noqa: ARG001
    model = Numbered()
    old = [(number, "x") for number in range(len(stays))]
    model.show_rows(old)
    kept = [
        (number, QPersistentModelIndex(model.index(number)))
        for number, stay in enumerate(stays)
        if stay
    ]
    model.show_rows([(-1, "new"), *(old[number] for number, _ in kept)])
    for place, (number, index) in enumerate(kept, 1):
        assert index.row() == place
        assert model.row(index) == (number, "x")


def test_selection_survives_arrivals_and_changes(qtbot):
    view, model = QListView(), Numbered()
    qtbot.addWidget(view)
    view.setModel(model)
    model.show_rows([(1, "a"), (2, "a")])
    select = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view.selectionModel().setCurrentIndex(model.index(1), select)
    with qtbot.waitSignals([model.rowsInserted, model.dataChanged]):
        model.show_rows([(3, "new"), (1, "a"), (2, "b")])
    assert model.row(view.currentIndex()) == (2, "b")
    assert [index.row() for index in view.selectionModel().selectedRows()] == [2]


def test_nothing_is_announced_when_nothing_changed(qtbot):
    model = Numbered()
    model.show_rows([(1, "a")])
    with (
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.assertNotEmitted(model.dataChanged),
    ):
        model.show_rows([(1, "a")])


@pytest.mark.parametrize(
    "new",
    [
        [(2, "b"), (1, "a")],  # another order
        [(number, "x") for number in range(0, 6 * MANY_RANGES, 3)],  # many holes
    ],
    ids=["order", "holes"],
)
def test_what_would_be_slow_to_announce_is_a_reset(qtbot, new):
    model = Numbered()
    model.show_rows([(1, "a"), (2, "b")] if len(new) == 2 else _many())
    with qtbot.waitSignal(model.modelReset):
        model.show_rows(new)
    assert model.rows == tuple(new)


def _many():
    return [(number, "x") for number in range(6 * MANY_RANGES)]


def test_very_many_changes_are_announced_as_one(qtbot):
    model = Numbered()
    model.show_rows([(n, "a") for n in range(4 * MANY_RANGES)])
    new = [(n, "b" if n % 2 else "a") for n in range(4 * MANY_RANGES)]
    announced = []
    model.dataChanged.connect(
        lambda *both: announced.append([i.row() for i in both[:2]])
    )
    with qtbot.waitSignal(model.dataChanged):
        model.show_rows(new)
    assert announced == [[1, 4 * MANY_RANGES - 1]]
    assert model.rows == tuple(new)
