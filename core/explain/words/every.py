"""All words in one table (any thread). Law: they are looked up when something goes wrong; a start has no need of them.

That is why core.explain.faults loads this when it explains something, and not before.
"""

from __future__ import annotations

from core.explain.words.compose_words import COMPOSE_WORDS
from core.explain.words.filter_words import FILTER_WORDS
from core.explain.words.job_words import JOB_WORDS
from core.explain.words.lookup_words import LOOKUP_WORDS
from core.explain.words.own_words import OWN_WORDS
from core.explain.words.path_words import PATH_WORDS
from core.explain.words.recording_words import RECORDING_WORDS
from core.explain.words.reply_words import REPLY_WORDS
from core.explain.words.session_words import SESSION_WORDS
from core.explain.words.system_words import SYSTEM_WORDS
from core.explain.words.tls_words import TLS_WORDS
from core.explain.words.view_words import VIEW_WORDS

EVERY_WORD = {
    key: words
    for table in (
        JOB_WORDS, SYSTEM_WORDS, LOOKUP_WORDS, RECORDING_WORDS, OWN_WORDS, FILTER_WORDS, VIEW_WORDS, COMPOSE_WORDS,
        TLS_WORDS, REPLY_WORDS, SESSION_WORDS, PATH_WORDS,
    )
    for key, words in table.items()
}  # fmt: skip
