"""The words for what is wrong with what a reply is told to do: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces.
"""

from __future__ import annotations

REPLY_WORDS: dict[str, tuple[str, str]] = {
    "REPLY_UNKNOWN": ("There is no reply “{about}”.", "For the text itself, write fixed:{about}"),
    "REPLY_LIKE": (
        "There is no reply “{about}”; do you mean {detail}?",
        "For the text itself, write fixed:{about}",
    ),
    "REPLY_NEEDS": ("That reply must be told more.", "Write it as {about}"),
    "REPLY_TAKES_NOTHING": ("The reply “{about}” takes nothing after a colon.", "Write its name alone."),
    "FORWARD_EMPTY": (
        "Callers are to be put through, but it is not said to whom.",
        "Write it as tcp://192.168.1.20:80",
    ),
    "FORWARD_BAD": (
        "“{about}” is no address that a caller could be put through to.",
        "Write it as tcp://192.168.1.20:80 or tls://example.org:443; “insecure” after tls://... leaves its certificate "
        "unchecked.",
    ),
    "FORWARD_LOOP": ("This port forwards to itself.", "Let it forward to another address, or choose another reply."),
    "RULES_NONE": ("There are no rules yet.", "Press “Rules…” and write some."),
    "RULES_EMPTY": ("There is no rule in the list.", "Press “Add”, and say what is to be looked for."),
    "PATTERN_EMPTY": ("There is nothing to look for.", "Type it, or choose “anything”."),
    "REGEX_BAD": (
        "That is no regular expression: {about} ({place}).",
        "To look for the character itself, write \\ before it.",
    ),
    "REGEX_TOO_LARGE": (
        "The regular expression is too large: its repeats written out make more than {count} parts.",
        "Take smaller numbers in the braces, or * and + in their place.",
    ),
    "HEX_WILD": (
        "“{about}” has no place in a hex pattern ({place}).",
        "Write bytes like 02 ff, ?? for any byte, * for any number of bytes.",
    ),
    "DELAY_BAD": ("“{about}” is no delay.", "Enter milliseconds, from 0 to 86400000 (a day)."),
    "RULE_TOO_SLOW": (
        "Rule {about} was given up: it had not found out within {count} ms whether the message is what it looks for.",
        "Repeats within repeats, like (a+)+, take very long for some messages: write the pattern without.",
    ),
    "RULES_NOT_JSON": (
        "This is no rule file: line {count} is not JSON ({about}).",
        "Mend that line, or take another file.",
    ),
    "RULES_FOREIGN": (
        'This is no rule file: it does not begin with "socketlab-rules".',
        "Take a file that Socket Lab has saved, or see the help for how one is written.",
    ),
    "RULES_NEWER": (
        "These rules were written by a newer Socket Lab (format {count}).",
        "Take the newer program, or save them from there in the older format.",
    ),
    "RULES_TOO_LARGE": ("A rule file has {count} bytes at most.", "Split the rules over several listeners."),
    "RULE_FIELD": ("What stands at “{about}” is not what belongs there.", "The help shows how a rule file is written."),
    "RULE_KEY": ("“{about}” is no name that the rules know.", "Mend it, or take it out."),
    "REPLY_FILE_EMPTY": ("It is not said which file.", "Type its path, or choose it."),
    "NOT_SAVED": (
        "{count} B were not saved to {about} ({detail}); nothing more is saved of this conversation.",
        "Mend what is wrong with the file or its disk, then choose the reply again. Traffic goes on.",
    ),
    "HOOK_SYNTAX": ("The hook is no Python that can be read ({detail}): {about}", "Mend that line."),
    "HOOK_MISSING": (
        "There is no function reply in {about}.",
        "Write it as: def reply(data, peer): return data.upper()",
    ),
    "HOOK_FAILED": (
        "The hook has a mistake ({detail}): {about}",
        "Mend the file, then choose the reply again. What the hook was given was not answered.",
    ),
    "HOOK_TYPE": (
        "The hook gave back a value of the kind {about}.",
        "Let reply(data, peer) return bytes, a str, or None for no answer.",
    ),
    "HOOK_TOO_LONG": ("The hook gave back {count} bytes: too many for one answer.", "Let it return 8 MiB at most."),
    "HOOK_TOO_SLOW": (
        "The hook had not answered within {count} s and was given up.",
        "What it was given is not answered. Let it return sooner: nobody else is answered while it works.",
    ),
    "HOOK_STUCK": (
        "The hook is not called any more: {count} calls of it that were given up still go on.",
        "It is called again when one of them ends. Mend what it waits for, or end the program.",
    ),
}
