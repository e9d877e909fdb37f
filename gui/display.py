"""Opens the display, shows the bare window and what fills it (main thread); Python is free for other work meanwhile.

Law: whatever way Tk gets loaded, the result is the same hidden main window, or tkinter.TclError.
"""

from __future__ import annotations

import sys
import tkinter as tk

TYPE_CHECKING = False  # see gui/__main__.py
if TYPE_CHECKING:
    from gui.settings import Settings

# One call of Tcl each: while the modules are loaded, every call waits up to a millisecond for the interpreter lock.
_WARM_UP = """
    wm withdraw .
    font actual TkDefaultFont  ;# reads the system's configuration of fonts: 5 ms
    image create photo socketlab-first -width 1 -height 1
    ttk::style element create socketlab.first image socketlab-first  ;# asks the X server for 256 colours: 3 ms
    frame .colours -background white -highlightcolor black  ;# each picture would ask the X server for both: 3 ms
    tk useinputmethods 0  ;# until hear_input_methods()
"""
"""What takes Tk long the first time, because it asks the system."""
_SHOW = """{width height ground} {
    if {[wm state .] ne "withdrawn"} return
    set low [expr {round([winfo screenheight .] * 0.92)}]  ;# the system's bar needs some of a low screen
    wm title . "Socket Lab"
    wm geometry . [expr {min($width, [winfo screenwidth .])}]x[expr {min($height, $low)}]
    wm minsize . 480 360
    . configure -background $ground
    wm deiconify .
    update idletasks
}"""
_DRAW_ALL = """{} {
    update idletasks
    set widgets .
    for {set i 0} {$i < [llength $widgets]} {incr i} {
        set widget [lindex $widgets $i]
        if {[winfo viewable $widget]} {
            event generate $widget <Expose>
            lappend widgets {*}[winfo children $widget]
        }
    }
    update idletasks
}"""


def announce_dpi_awareness() -> None:
    """Tell Windows that the window scales itself, or it would be drawn small and blown up blurred. Before tk.Tk().

    1 is "system aware". Per-monitor awareness (2) would leave the window as it is when it moves to a monitor of another
    density, because Tk 8.6 does not listen to WM_DPICHANGED; with 1 Windows stretches it there.
    """
    if sys.platform == "win32":
        import ctypes

        try:
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
        except (AttributeError, OSError):  # Windows before 8.1
            return


def open_display() -> tk.Tk:
    """The main window, not yet on the screen; tkinter.TclError when there is no screen."""
    root = tk.Tk(className="Socketlab", useTk=False)
    library = _tk_library()
    if library is not None:
        # tkinter loads Tk with the interpreter lock held. A Tcl call gives the lock away, so the other modules of the
        # program are imported during the 20 to 45 ms that Tk takes.
        try:  # noqa: SIM105  contextlib takes a millisecond to load
            root.tk.call("load", library, "Tk")
        except tk.TclError:
            pass  # there is no screen: loadtk() says so
    root.loadtk()
    root.tk.eval(_WARM_UP)
    return root


def show_window(root: tk.Tk, settings: Settings) -> None:
    """Put the window on the screen, in its size and with the colour of its ground, unless it stands there.

    That is done before there is anything in it: the window manager frames and places it while the modules of what
    belongs into it are still being loaded.
    """
    from gui.theme.screen import palette_of

    root.tk.call("apply", _SHOW, settings.width, settings.height, palette_of(root, settings.theme).window)


def set_aside(content: tk.Widget) -> None:
    """Give what will fill the window its size, and keep it out of sight until it is laid out.

    While it could be seen, Tk drew its parts anew each time that another one moved them: 50 ms instead of 25.
    """
    content.pack(fill="both", expand=True)
    content.update_idletasks()
    content.pack_forget()


def bring_in(content: tk.Widget) -> None:
    """Fill the window with what was set aside, laid out as it is by now."""
    content.update_idletasks()
    content.pack(fill="both", expand=True)


def draw(root: tk.Tk) -> None:
    """Draw all of the window, and hear nothing that a person does meanwhile.

    Tk draws what the screen says is to be drawn. That news waits in line with what a person types and clicks, which
    can't be acted upon before all of the window is made: half of the first picture was missing until then.
    """
    root.tk.call("apply", _DRAW_ALL)


def hear_input_methods(root: tk.Tk) -> None:
    """Take part in what composes letters of several keys, once a person can see where to type; before the first focus.

    Tk tells it of each widget as that is placed, and asks the X server twice for that: 8 ms of the first picture.
    """
    root.tk.call("tk", "useinputmethods", True)


def _tk_library() -> str | None:
    """The very file of Tk that tkinter is linked to; None when it can't be told, or is no file of its own."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            paths = [line.split(maxsplit=5)[5].rstrip("\n") for line in maps if "/libtk" in line]
    except OSError:
        return None
    return paths[0] if paths else None
