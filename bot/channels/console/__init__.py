"""The staff's pages, under /staff in the server of the chat page: log-in, cases and what is done to them, people, calendar."""
