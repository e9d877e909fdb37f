#!/bin/sh
# The command line of Socket Lab without Python: the program in this folder, which is told to open no window.
exec "$(dirname "$(readlink -f "$0")")/socketlab" --without-window "$@"
