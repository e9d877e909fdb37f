"""The table of the lower half's views, and the half that is made from it."""

from __future__ import annotations

from gui.keys import SHORTCUTS
from gui.views.lower_views import VIEWS
from tests.gui.person import Person


def test_every_view_has_a_name_and_a_key_of_its_own() -> None:
    for column in zip(*((view.key, view.title, view.on) for view in VIEWS), strict=True):
        assert len(set(column)) == len(column)
    actions = [shortcut.action for shortcut in SHORTCUTS]
    assert len(set(actions)) == len(actions)
    sequences = [sequence for shortcut in SHORTCUTS for sequence in shortcut.sequences]
    assert len(set(sequences)) == len(sequences)


def test_a_view_is_made_when_its_key_brings_it_to_the_front(person: Person) -> None:
    records = person.window.records
    assert list(records.views) == ["traffic"]
    for view in VIEWS:
        person.press(f"<Control-Key-{view.on}>")
        person.wait(records.views[view.key].winfo_viewable, view.title)
        assert records.front == records.switch.value == view.key
        assert [key for key, made in records.views.items() if made.winfo_manager()] == [view.key]
    assert len(records.views) == len(VIEWS)
