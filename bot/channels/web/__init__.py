"""The intranet page: a conversation and the documents themselves in any browser, with or without JavaScript."""
