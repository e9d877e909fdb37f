"""The chat room, without sockets: who hears what."""

from __future__ import annotations

from core.contract.endpoints import Endpoint
from core.replies.chat import LONGEST_LINE, ChatRoom
from core.replies.reply import Ends, Talk
from tests.core.replies.test_replies import Nobody
from tests.support.voices import Ear


class Guest:
    """A caller, and what he read."""

    def __init__(self, room: ChatRoom, number: int) -> None:
        self.ear = Ear()
        self.talk: Talk = room.begin(Ends(number, 9, None, Endpoint("127.0.0.1", number)), Nobody(), self.ear)
        self.welcome = self.talk.greet()

    def news(self) -> list[bytes]:
        """What came since he was asked last, line by line."""
        lines = b"".join(self.ear.heard).split(b"\r\n")[:-1]
        self.ear.heard.clear()
        return lines


def room_of(count: int) -> list[Guest]:
    room = ChatRoom()
    guests = [Guest(room, number) for number in range(2, 2 + count)]
    for guest in guests:
        guest.news()
    return guests


def test_everyone_hears_everyone_but_himself() -> None:
    anna, ben, carl = room_of(3)
    assert anna.talk.answer(b"hello\n") == b""
    assert anna.news() == []
    assert ben.news() == carl.news() == [b"#2: hello"]


def test_a_line_may_come_in_pieces_and_several_at_once() -> None:
    anna, ben = room_of(2)
    for piece in (b"he", b"llo\r", b"\nhow are", b" you?\nwell\n"):
        anna.talk.answer(piece)
    assert ben.news() == [b"#2: hello", b"#2: how are you?", b"#2: well"]


def test_a_line_without_an_end_is_passed_on_in_pieces() -> None:
    anna, ben = room_of(2)
    anna.talk.answer(b"x" * (3 * LONGEST_LINE + 1))
    assert [len(line) for line in ben.news()] == [len("#2: ") + LONGEST_LINE] * 3


def test_coming_going_and_names_are_told() -> None:
    anna, ben = room_of(2)
    assert b"In the room: #2, #3" in ben.welcome
    assert anna.talk.answer(b"/name Anna\n") == b"* You are now Anna\r\n"
    anna.talk.answer(b"hello\n")
    assert ben.talk.answer(b"/who\n") == b"* In the room: Anna, #3\r\n"
    anna.talk.answer(b"my last words")
    anna.talk.leave()
    assert ben.news() == [b"* #2 is now Anna", b"Anna: hello", b"Anna: my last words", b"* Anna has left"]


def test_nobody_takes_the_name_or_the_looks_of_another() -> None:
    anna, ben = room_of(2)
    anna.talk.answer(b"/name Anna\n")
    for name in (b"Anna", b"#2", b"* Anna", b"Anna: yes, Ben", b" ", b"x" * 33):
        assert ben.talk.answer(b"/name " + name + b"\n").startswith(b"* "), name
    ben.news()
    anna.news()
    ben.talk.answer(b"hello\n")
    assert anna.news() == [b"#3: hello"]


def test_control_characters_are_shown_and_never_obeyed() -> None:
    anna, ben = room_of(2)
    anna.talk.answer(b"\x1b[2J\x07\xff\x9b\n/name \x1b[31mred\n")
    lines = ben.news()
    assert lines[0] == rb"#2: \x1b[2J\x07\xff\x9b"
    assert all(byte >= 0x20 for line in lines for byte in line)


def test_who_does_not_read_misses_lines_and_is_told_how_many() -> None:
    anna, ben = room_of(2)
    ben.ear.has_room = False
    anna.talk.answer(b"one\ntwo\nthree\n")
    assert ben.news() == []
    ben.ear.has_room = True
    anna.talk.answer(b"four\n")
    assert ben.news() == [b"* You did not read: 3 lines were left out here.", b"#2: four"]
