r"""What Packet Sender exports, as its version 8 writes it: its names, bytes, macros and addresses are all there."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payload.composition import compose
from core.payload.macros import Moment
from core.payload.messages.packet_sender import FOLDER, read_export
from core.payload.messages.saved import BadMessage, SavedMessage

WRITTEN_BY_IT = r"""[Gr%FC%DFe%20%U2603]
fromIP=
fromPort=0
hexString=68 65 6c 6c 6f 20 7b 7b 54 49 4d 45 7d 7d 0d 0a 00 ff
name=Gr\xfc\xdf\x65 \x2603
port=9000
repeat=@Variant(\0\0\0\x87@ \0\0)
requestPath=
sendResponse=0
tcpOrUdp=TCP
timestamp="Thu, 26 Nov 2026 16:39:44"
toIP=127.0.0.1

[HTTP%20GET]
hexString=
name=HTTP GET
port=80
requestPath=/
tcpOrUdp=HTTP Get
toIP=example.com

[NAMES]
1\name=HTTP GET
2\name="Odd: 50%, \"a/b\" = {x};"
3\name=Gr\xfc\xdf\x65 \x2603
4\name=UDP IPv6 localhost macro
size=4

[Odd%3A%2050%25%2C%20%22a]
b%22%20%3D%20%7Bx%7D%3B\fromIP=
b%22%20%3D%20%7Bx%7D%3B\hexString=68 65 6c 6c 6f 5c 7b 7b
b%22%20%3D%20%7Bx%7D%3B\name="Odd: 50%, \"a/b\" = {x};"
b%22%20%3D%20%7Bx%7D%3B\port=993
b%22%20%3D%20%7Bx%7D%3B\tcpOrUdp=SSL
b%22%20%3D%20%7Bx%7D%3B\toIP=localhost

[UDP%20IPv6%20localhost%20macro]
fromPort=2417028088
hexString="7b 7b 52 41 4e 44 4f 4d 7d 7d 7b 7b 3a "
name=UDP IPv6 localhost macro
port=5000
tcpOrUdp=UDP
toIP=::1

[Broken]
hexString=6
name=Broken
port=1
tcpOrUdp=TCP
toIP=localhost
"""
MOMENT = Moment(datetime(2026, 11, 26, 14, 3, 11, tzinfo=UTC))


def by_name(messages: list[SavedMessage]) -> dict[str, SavedMessage]:
    return {message.name: message for message in messages}


def test_its_ini_gives_names_bytes_macros_and_addresses() -> None:
    found = read_export(WRITTEN_BY_IT.replace("\n", "\r\n").encode())
    messages = by_name(found.messages)
    greeting, odd = messages["Grüße ☃"], messages['Odd: 50%, "a/b" = {x};']
    assert compose(greeting.composition, MOMENT) == b"hello 14:03:11\r\n\0\xff"
    assert (greeting.folder, greeting.to) == (FOLDER, "tcp://127.0.0.1:9000")
    assert (compose(odd.composition, MOMENT), odd.to) == (b"hello\\{{", "tls://localhost:993")
    by_chance = messages["UDP IPv6 localhost macro"]
    assert compose(by_chance.composition, MOMENT).removesuffix(b"{{:").isdigit()
    assert by_chance.to == "udp://[::1]:5000"
    assert len(messages) == 3
    assert found.left_out == ["“HTTP GET”: requests of HTTP are not taken over", "“Broken”: its bytes are not in hex"]


def test_its_json_gives_the_same() -> None:
    packet = {
        "name": "Grüße ☃", "hexstring": "68 65 6C 6C 6F 20 7B 7B 54 49 4D 45 7D 7D 0D 0A 00 FF", "fromip": "",
        "toip": "127.0.0.1", "errorstring": "", "port": "9000", "fromport": "0", "tcporudp": "TCP",
        "sendresponse": "0", "requestpath": "", "repeat": 2.5, "asciistring": "aGVsbG8=",
    }  # fmt: skip
    found = read_export(json.dumps([packet]).encode())
    assert found.messages == [by_name(read_export(WRITTEN_BY_IT.encode()).messages)["Grüße ☃"]]
    assert found.left_out == []


@given(st.binary(max_size=60), st.lists(st.sampled_from([b"{{TIME}}", b"{{", b"{", b"}}", b"{{x}}"]), max_size=4))
def test_all_bytes_stay_what_they_are_but_for_its_macros(data: bytes, more: list[bytes]) -> None:
    sent = data + b"".join(more) + data
    packet = {"name": "x", "hexstring": sent.hex(" "), "toip": "localhost", "port": "1", "tcporudp": "TCP"}
    message = read_export(json.dumps([packet]).encode()).messages[0]
    assert compose(message.composition, MOMENT) == sent.replace(b"{{TIME}}", b"14:03:11")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"[", b"[1, 2]", b'[{"a": 1}]', b"{}", b"\0\xff", b"[a]\nb=c", b"[" * 10**5]
)
def test_what_is_no_export_is_said(data: bytes) -> None:
    with pytest.raises(BadMessage):
        read_export(data)


@given(st.binary(max_size=200))
def test_no_bytes_however_odd_break_it(data: bytes) -> None:
    for export in (data, b"[x]\nname=" + data, b"[x]\nhexString=" + data, b"[" + data + b"]\nhexString=00"):
        with suppress(BadMessage):
            read_export(export)
