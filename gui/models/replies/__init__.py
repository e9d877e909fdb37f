"""What a reply is told, as forms: no tkinter."""
