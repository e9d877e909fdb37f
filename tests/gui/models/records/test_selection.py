"""One selection for all views."""

from __future__ import annotations

from gui.models.records.selection import Scope, Selection
from gui.models.sockets.sockets import Side, Sockets


def test_a_watcher_hears_of_changes_only() -> None:
    heard: list[object] = []
    selection = Selection(Sockets())
    selection.watch(lambda: heard.append(selection.filter))
    selection.choose_record(5)
    selection.choose_record(5)
    selection.choose_scope(Scope.ALL)
    assert len(heard) == 1


def test_selected_socket_means_that_of_the_tab_in_front() -> None:
    selection = Selection(Sockets())
    selection.choose_sockets(Side.SERVER, (1,))
    selection.choose_sockets(Side.CLIENT, (2,))
    assert selection.sockets == (1,)
    selection.choose_side(Side.CLIENT)
    assert selection.sockets == (2,)


def test_with_everything_shown_no_selection_changes_the_filter() -> None:
    selection = Selection(Sockets())
    before = selection.filter
    selection.choose_sockets(Side.SERVER, (1,))
    selection.choose_side(Side.CLIENT)
    assert selection.filter == before
    selection.choose_scope(Scope.TAB)
    assert selection.filter != before
