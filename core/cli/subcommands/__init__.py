"""One subcommand a file: add() tells argparse what it takes, run() does it and gives the exit status."""
