"""The form in which a message is composed: what its fields become, and which of them is at fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.contract.faults import BadInput, Field
from core.payload.checksums import ALGORITHMS, Checksum
from core.payload.composition import Composition, LineEnd
from core.payload.framing import Delimiter, FixedSize, LengthPrefix
from core.payload.notation import Notation
from gui.models.sending.compose_form import LENGTHS, ORDERS, ComposeForm, Edges, usual_order

MODBUS = [algorithm.key for algorithm in ALGORITHMS].index("crc-16-modbus") + 1


@pytest.mark.parametrize(
    ("form", "made"),
    [
        (ComposeForm(4, LineEnd.CR), Composition("x", encoding="utf-16-le", line_end=LineEnd.CR)),
        (
            ComposeForm(checksum=MODBUS, order=1, skip_first="1", skip_last="2"),
            Composition("x", checksum=Checksum("crc-16-modbus", "little", skip_first=1, skip_last=2)),
        ),
        (
            ComposeForm(checksum=MODBUS, order=2),
            Composition("x", checksum=Checksum("crc-16-modbus", as_digits=True)),
        ),
        (
            ComposeForm(edges=Edges.LENGTH, length=5, counts_itself=True),
            Composition("x", framing=LengthPrefix(4, "little", True)),
        ),
        (ComposeForm(edges=Edges.END, end=r"\x03;"), Composition("x", framing=Delimiter(b"\x03;"))),
        (ComposeForm(edges=Edges.SIZE, size="9"), Composition("x", framing=FixedSize(9))),
    ],
)
def test_the_fields_become_a_composition(form: ComposeForm, made: Composition) -> None:
    assert form.composition("x", Notation.TEXT) == made
    assert ComposeForm.of(made).composition("x", Notation.TEXT) == made


def test_a_form_that_nobody_touched_adds_nothing() -> None:
    assert ComposeForm().composition("x", Notation.TEXT) == Composition("x")
    assert ComposeForm().title == "as typed"


def test_the_title_says_what_it_is_set_to() -> None:
    form = ComposeForm(2, LineEnd.CR_LF, has_macros=True, checksum=1, edges=Edges.LENGTH)
    assert form.title == r"Latin-1, ends with \r\n, 3 more"


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
    assert replace(form, checksum=0, edges=Edges.NONE).composition("x", Notation.TEXT) == Composition("x")


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
