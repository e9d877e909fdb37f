"""States, endings and causes in words."""

from __future__ import annotations

import pytest

from core.contract.records import Cause, CauseKind
from core.contract.sockets import Ending, State
from core.explain.calls.causes import cause_text
from core.explain.states import ending_text, state_text


@pytest.mark.parametrize("state", State)
def test_every_state_is_explained_in_one_sentence(state: State) -> None:
    assert state_text(state).endswith(".")


def test_a_listener_is_the_switchboard_operator_and_a_connection_an_end_point() -> None:
    assert "switchboard operator" in state_text(State.LISTENING)
    assert "end point of a conversation" in state_text(State.CONNECTED)


def test_every_ending_is_a_fact_of_its_own() -> None:
    sentences = [ending_text(ending) for ending in Ending]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(Ending)


def test_every_cause_can_be_said() -> None:
    said = {kind: cause_text(Cause(kind, 12)) for kind in CauseKind}
    assert said[CauseKind.COMMAND] == "your command 12"
    assert len(set(said.values())) == len(CauseKind)
