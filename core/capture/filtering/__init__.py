r"""The filter language: a line that says which rows of a capture are meant. This is its reference.

    socket:3   #3            the calls of that socket
    connection:1             the same, and for a listener those of the connections it made
    in   out   dir:in        recv and recvfrom; send and sendto
    peer:127.0.0.1:51324     that other end. The port may be left out, or the address: peer:127.0.0.1  peer::51324.
                             Networks, beginnings and patterns: peer:10.0.0.0/8  peer:192.168.  peer:10.*.7:80
                             IPv6: peer:::1  peer:[::1]:9000  peer:[fd00::/8]:9000  peer:fe80::1%eth0
    call:recv                that call, by its POSIX name
    errno:ECONNREFUSED       the calls that gave that error;  failed: those that gave any
    size>100                 bytes moved: > >= < <= : = and ranges size:10..20 size:100.. ; units KB MB GB (of 1,000)
    time>14:03:11.5          wall clock of this computer, on the day the recording began or on one that is named:
                             time:2026-07-31T14:03. time:14:03 is all of that minute, time:14:03:11.5 all of that
                             tenth of a second; in comparisons and ranges (time:14:03..14:05) it is the moment itself
    since<2.5                seconds since the recording began; units s, min, h; like time otherwise
    text:hello   hello       that text in the bytes moved (UTF-8), whether A to Z are capital or small letters.
    "two words\r\n"          In a text \r \n \t \0 \\ \xNN \u{NNNN} are escapes, and in quotes also \"
    /log(in|out)/i           a regular expression on the bytes moved; i: capital or small letters alike. Its own
                             grammar: core.capture.filtering.language.expression_grammar
    hex:0d 0a                exactly those bytes; all groups of hex digits that follow belong to it
    and  or  not  ( )        `and` may be left out; `not` binds closest, then `and`, then `or`

The names of fields, calls and errors may be in capital or small letters. An empty line means all rows.

    filter    = [ either ]
    either    = both ( "or" both )*
    both      = one ( [ "and" ] one )*
    one       = "not" one | "(" either ")" | field | flag | "#" digits | text | "/" expression "/" [ "i" ]
    field     = ordered sign range | name ( ":" | "=" ) value
    ordered   = "size" | "time" | "since"
    sign      = ":" | "=" | ">" | ">=" | "<" | "<="       (around the last four there may be blanks)
    range     = value | value ".." value | value ".." | ".." value           (the last three after ":" and "=" only)
    name      = "socket" | "connection" | "peer" | "call" | "errno" | "text" | "hex" | "dir"
    flag      = "in" | "out" | "failed"
    value     = characters without blanks, parentheses and quotes; for every field it may stand in quotes instead
    text      = a word that is none of the above and begins with no "/" | '"' characters '"'

A text that would be read as something else (in, size>3, http://x) is to be quoted.

What is wrong is said by core.contract.faults.BadInput with Field.FILTER and the place in the line, under these names:
FILTER_QUOTE_OPEN, FILTER_SLASH_OPEN, FILTER_PARENTHESIS_OPEN, FILTER_PARENTHESIS_EXTRA, FILTER_TERM_MISSING,
FILTER_TOO_DEEP, FILTER_NAME_UNKNOWN, FILTER_NOT_ORDERED, FILTER_VALUE_MISSING, FILTER_NUMBER_BAD, FILTER_SIZE_BAD,
FILTER_TIME_BAD, FILTER_SECONDS_BAD, FILTER_RANGE_BAD, FILTER_PEER_BAD, FILTER_CALL_UNKNOWN, FILTER_ERROR_BAD,
FILTER_DIRECTION_UNKNOWN, FILTER_LETTER_UNKNOWN, FILTER_EXPRESSION_BAD, FILTER_EXPRESSION_LONG; and under those that
escapes, hex digits and ports have everywhere.
"""
