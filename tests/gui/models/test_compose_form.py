"""The form in which a message is composed: its fields become a composition and back; what is wrong names its field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.contract.faults import BadInput, Field
from core.payload.checksums import ALGORITHMS, Checksum
from core.payload.composition import Composition, LineEnd
from core.payload.framing import Delimiter, FixedSize, Framing, LengthPrefix
from core.payload.notation import Notation
from gui.models.compose_form import LENGTHS, ORDERS, ComposeForm, Edges, form_of, usual_order


@pytest.mark.parametrize("algorithm", ["crc-16-modbus", "lrc"])
@pytest.mark.parametrize("framing", [None, LengthPrefix(4, "little", True), Delimiter(b"\x03;"), FixedSize(9)])
@pytest.mark.parametrize("as_digits", [True, False])
def test_what_was_composed_fills_the_form_in_again(algorithm: str, framing: Framing | None, as_digits: bool) -> None:
    checksum = Checksum(algorithm, "big" if as_digits else "little", as_digits, 1, 2)
    composition = Composition("x", Notation.HEX, "utf-16-be", LineEnd.CR, True, checksum, framing)
    assert form_of(composition).composition("x", Notation.HEX) == composition


def test_a_form_that_nobody_touched_adds_nothing() -> None:
    assert ComposeForm().composition("x", Notation.TEXT).is_plain
    assert ComposeForm().title == "as typed"
    assert form_of(Composition("x")) == ComposeForm()


def test_the_title_says_what_it_is_set_to() -> None:
    form = ComposeForm(2, LineEnd.CR_LF, has_macros=True, checksum=1, edges=Edges.LENGTH)
    assert form.title == r"Latin-1, ends with \r\n, macros, CRC-32, its length before it"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ComposeForm(checksum=1, skip_first="-1"), Field.CHECKSUM),
        (ComposeForm(checksum=1, skip_last="٣"), Field.CHECKSUM),
        (ComposeForm(checksum=1, skip_last="9" * 30), Field.CHECKSUM),
        (ComposeForm(edges=Edges.END, end=""), Field.FRAME_END),
        (ComposeForm(edges=Edges.END, end=r"\q"), Field.FRAME_END),
        (ComposeForm(edges=Edges.SIZE, size="0"), Field.FRAME_SIZE),
        (ComposeForm(edges=Edges.SIZE, size="ten"), Field.FRAME_SIZE),
    ],
)
def test_what_is_wrong_names_its_field_and_only_while_it_is_in_use(form: ComposeForm, field: Field) -> None:
    with pytest.raises(BadInput) as caught:
        form.composition("x", Notation.TEXT)
    assert caught.value.fault.field is field
    assert replace(form, checksum=0, edges=Edges.NONE).composition("x", Notation.TEXT).is_plain


def test_each_length_and_order_that_is_offered_is_one_of_its_own() -> None:
    made = {
        ComposeForm(edges=Edges.LENGTH, length=at).composition("", Notation.TEXT).framing for at in range(len(LENGTHS))
    }
    assert len(made) == len(LENGTHS) == 8
    sums = {ComposeForm(checksum=1, order=at).composition("", Notation.TEXT).checksum for at in range(len(ORDERS))}
    assert len(sums) == len(ORDERS)


def test_modbus_sends_its_low_byte_first() -> None:
    usual = {algorithm.key: ORDERS[usual_order(at)] for at, algorithm in enumerate(ALGORITHMS, 1)}
    assert usual["crc-16-modbus"] == "low byte first"
    assert usual["crc-32"] == "high byte first"
    assert usual_order(0) == 0
