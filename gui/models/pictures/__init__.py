"""What the pictures show, before it is drawn: ladder, states, ribbons, backlog, time line, steps."""
