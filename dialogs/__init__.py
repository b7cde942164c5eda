"""How a conversation goes. Pure: no I/O, no clock, no randomness, no telegram, no database."""
