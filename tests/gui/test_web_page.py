"""The reply "web page" chosen at the window."""

from __future__ import annotations

from tests.gui.person import Person
from tests.support.programs import output_of

WEB_PAGE = 3


def test_a_browser_is_answered_by_a_listener_with_that_reply(person: Person) -> None:
    port = person.listen(reply=WEB_PAGE)
    assert person.bound[0][3] == "Web page"
    page = output_of("curl", "--silent", "--noproxy", "*", f"http://127.0.0.1:{port}/")
    person.wait(lambda: len(person.traffic) >= 2, "the request and the page")
    request, answer = person.traffic[0], person.traffic[-1]
    assert "GET / HTTP/1.1" in request[5]
    assert "HTTP/1.1 200 OK" in answer[5]
    assert request[3] in page, "the page knows the browser's end as the window does"


def test_with_udp_the_form_says_that_the_page_stays_silent(person: Person) -> None:
    form = person.server.form
    person.choose(form.reply.which, WEB_PAGE)
    assert form.reply.which.message == ""
    person.choose(form.protocol, 1)
    assert "A browser speaks TCP" in form.reply.which.message
    person.choose(form.reply.which, 1)
    assert form.reply.which.message == ""
