"""The saved messages: their list, their file, and that nothing that was kept is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from core.payload.composition import Composition
from core.payload.messages.saved import SavedMessage
from gui.models.messages.importing import read_import
from gui.models.messages.library import Library
from gui.models.messages.message_file import MessageFile
from gui.models.messages.message_rows import MessageForm, message_row
from gui.models.messages.messages import Messages

_Result = TypeVar("_Result")
ON = SavedMessage("on", Composition("01 05"), "pump", 1)
OFF = SavedMessage("off", Composition("01 06"), "pump")
HELLO = SavedMessage("hello", Composition(r"hello\r\n"), to="tcp://localhost:9000")


def ask(question: Callable[[], _Result], on_answer: Callable[[_Result], None]) -> None:
    on_answer(question())


def test_they_are_found_by_all_words_in_name_folder_text_or_address() -> None:
    library = Library([ON, HELLO, OFF])
    assert [message.name for message in library.all()] == ["hello", "off", "on"]
    assert library.find("PUMP 05") == [ON]
    assert library.find("localhost") == [HELLO]
    assert library.find("pump hello") == []
    assert library.folders() == ["pump"]


def test_a_hot_key_belongs_to_the_one_that_got_it_last() -> None:
    library = Library([ON, OFF])
    library.rename(OFF, replace(OFF, name="stop", key=1))
    assert library.with_key(1) == replace(OFF, name="stop", key=1)
    assert library.get("pump", "on") == replace(ON, key=None)
    assert library.get("pump", "off") is None


def test_what_is_imported_writes_nothing_over_and_takes_no_key_away() -> None:
    library = Library([ON])
    assert library.add_new([replace(ON, composition=Composition("other")), replace(OFF, key=1)]) == 1
    assert (library.get("pump", "on"), library.get("pump", "off")) == (ON, OFF)


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    file = MessageFile(tmp_path / "new")
    assert file.save([ON, HELLO], 1) == ""
    assert MessageFile(tmp_path / "new").load() == ([ON, HELLO], "", True)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["messages.json"]


def test_an_older_state_never_replaces_a_newer_one(tmp_path: Path) -> None:
    file = MessageFile(tmp_path)
    file.save([ON, OFF], 2)
    file.save([ON], 1)
    assert file.load().messages == [ON, OFF]


def test_what_another_window_saved_meanwhile_is_kept(tmp_path: Path) -> None:
    first, second = MessageFile(tmp_path), MessageFile(tmp_path)
    first.save([ON], 1)
    second.load()
    first.save([ON, OFF], 2)
    second.save([ON, HELLO], 1)
    assert MessageFile(tmp_path).load().messages == [ON, HELLO, OFF]


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\xff\xfe", b'{"version": 1}', b"[" * 10**5])
def test_a_damaged_file_is_set_aside_whole_each_under_a_name_of_its_own(tmp_path: Path, content: bytes) -> None:
    for number in (1, 2):
        (tmp_path / "messages.json").write_bytes(content)
        messages, note, may_write = MessageFile(tmp_path).load()
        assert (messages, may_write) == ([], True)
        assert f"messages-damaged-{number}.json" in note
        assert (tmp_path / f"messages-damaged-{number}.json").read_bytes() == content
    assert MessageFile(tmp_path).load() == ([], "", True)


def test_of_a_file_with_one_bad_message_the_others_are_read_and_written_and_all_of_it_is_kept(tmp_path: Path) -> None:
    MessageFile(tmp_path).save([ON, HELLO], 1)
    path = tmp_path / "messages.json"
    content = path.read_text(encoding="utf-8").replace('"key": 1', '"key": 77')
    path.write_text(content, encoding="utf-8")
    read: list[Library] = []
    messages = Messages(ask, tmp_path)
    messages.when_read(read.append)
    assert read[0].all() == [HELLO]
    assert "message 1: “key” is a digit from 1 to 9" in messages.note
    assert (tmp_path / "messages-damaged-1.json").read_text(encoding="utf-8") == content
    assert MessageFile(tmp_path).load() == ([HELLO], "", True)


def test_a_file_of_a_newer_lab_is_left_alone_whatever_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "messages.json"
    content = json.dumps({"version": 2, "messages": []})
    path.write_text(content, encoding="utf-8")
    messages = Messages(ask, tmp_path)
    messages.when_read(lambda library: library.put(ON))
    messages.changed()
    assert "newer Socket Lab (version 2)" in messages.note
    assert path.read_text(encoding="utf-8") == content
    assert "newer" in MessageFile(tmp_path).save([ON], 1)
    assert path.read_text(encoding="utf-8") == content


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert "can't be kept" in MessageFile(tmp_path / "file").save([ON], 1)


def test_an_import_says_what_came_of_it(tmp_path: Path) -> None:
    MessageFile(tmp_path).save([ON, OFF], 1)
    own = read_import(tmp_path / "messages.json")
    assert own.messages == [ON, OFF]
    assert own.said(1) == "1 message imported; 1 left as they are: there is one of that name already."
    packets = tmp_path / "packets.ini"
    packets.write_text("[a]\nhexString=00\ntcpOrUdp=UDP\n[b]\nhexString=0\n[c]\ntcpOrUdp=HTTP Get\nname=c\n")
    assert "2 could not be read (“b”: its bytes are not in hex; " in read_import(packets).said(1)
    packets.write_bytes(bytes(100))
    assert "packets.ini holds no messages: it is neither" in read_import(packets).said(0)
    assert "can't be read" in read_import(tmp_path / "gone").said(0)


def test_a_row_shows_odd_characters_as_escapes_and_a_form_needs_a_name() -> None:
    assert message_row(ON).cells == ("pump", "on", "Alt+1", "01 05", "")
    assert message_row(replace(ON, name="a\u202eb\n")).cells[1] == r"a\u{202e}b\n"
    assert MessageForm.of(ON).applied(HELLO) == replace(HELLO, name="on", folder="pump", key=1)
    assert MessageForm(" ", "", 0).why_not == "Give it a name."
    assert MessageForm("x", "y" * 201, 0).why_not
