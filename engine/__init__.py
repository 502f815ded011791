"""How it runs: reading, replaying, writing, auditing, the command line."""
