"""The outside: settings, the database, Telegram, the terminal. Decides nothing about policies."""
