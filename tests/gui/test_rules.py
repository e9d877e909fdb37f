"""Rules written at the real window, used by real callers, changed while they are connected."""

from __future__ import annotations

import socket
from pathlib import Path

from core.replies.catalogue import BY_NAME
from core.replies.rulebook.rule import EXAMPLE, Rule, RuleBook, When
from core.replies.rulebook.rule_file import read_rules, write_rules
from gui.replies.rules_panel import RulesPanel
from tests.gui.person import Person

RULES = tuple(BY_NAME).index("rules")


def panel_of(person: Person) -> RulesPanel:
    panel = person.window.panels.made["rules"]
    assert isinstance(panel, RulesPanel)
    return panel


def asked(caller: socket.socket, question: bytes) -> bytes:
    caller.sendall(question)
    return caller.recv(100)


def test_rules_are_written_used_and_changed_while_a_caller_is_connected(person: Person) -> None:
    form = person.server.form
    person.write(form.port.entry, "0")
    person.choose(form.reply.which, RULES)
    person.click(form.button)
    assert "There are no rules yet" in form.reply.which.message
    person.click(form.reply.edit)
    panel = panel_of(person)
    person.wait(lambda: panel.is_open, "the editor")
    assert "is exactly “ping”" in person.rows(panel.table.table)[0][1], "an example to begin with"
    person.write(panel.fields.pattern.entry, "PING")
    person.write(panel.trial.entry, "PING")
    person.wait(lambda: panel.said.text == r"Answered with “pong\r\n”", "the trial")
    person.click(panel.button)
    assert not panel.is_open
    person.click(form.button)
    person.wait(lambda: person.bound, "the listener's row")
    port = int(person.bound[0][2].split("  ")[0].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
        assert asked(caller, b"PING\n") == b"pong\r\n"
        assert asked(caller, b"set x=7\n") == b"x is now 7\r\n"
        person.click(person.server.bound.reply.edit)
        assert panel.is_open
        assert f"127.0.0.1:{port}" in panel.whose.text
        person.write(panel.fields.answer.entry, "PONG")
        person.click(panel.button)
        person.wait(lambda: asked(caller, b"PING\n") != b"pong\r\n", "the changed answer")


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_used(person: Person) -> None:
    port = person.listen(reply=1)
    person.choose(person.server.bound.reply.which, RULES)
    panel = panel_of(person)
    person.wait(lambda: panel.is_open, "the editor")
    person.click_row(panel.table.table, 1)
    person.write(panel.fields.pattern.entry, "set (a")
    assert "missing ) (character 7)" in panel.fields.pattern.message
    assert person.rows(panel.table.table)[1][0] == "! 2"
    person.click_row(panel.table.table, 0)
    person.click(panel.button)
    assert panel.is_open
    assert panel.wrong.text == "Rule 2 cannot be used as it is."
    assert "missing )" in panel.fields.pattern.message, "the rule at fault has come to hand"
    person.press("<Escape>")
    assert not panel.is_open
    assert person.server.bound.reply.name == "echo", "it says what the socket answers"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
        assert asked(caller, b"ping") == b"ping"


def test_rules_go_into_files_and_come_from_them(person: Person, tmp_path: Path) -> None:
    person.choose(person.server.form.reply.which, RULES)
    person.click(person.server.form.reply.edit)
    panel = panel_of(person)
    person.answers.paths = [tmp_path / "mine.json", tmp_path / "bad.json", tmp_path / "other.json"]
    person.click(panel.files.save)
    person.wait(lambda: panel.wrong.text == "Saved: mine.json", "the word that it is saved")
    assert read_rules(tmp_path / "mine.json") == EXAMPLE
    (tmp_path / "bad.json").write_text('{\n"socketlab-rules": 1,,}')
    person.click(panel.files.open)
    person.wait(lambda: "line 2 is not JSON" in panel.wrong.text, "what is wrong with the file")
    assert len(person.rows(panel.table.table)) == len(EXAMPLE.rules), "nothing of what stood there is gone"
    write_rules(tmp_path / "other.json", RuleBook((Rule(When.ANYTHING, answer="x"),)))
    person.click(panel.files.open)
    person.wait(lambda: len(person.rows(panel.table.table)) == 1, "the other rules")
    person.click(panel.remove)
    person.click(panel.button)
    assert "There is no rule in the list" in panel.wrong.text
