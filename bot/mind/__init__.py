"""The assistant as it runs here: the learnt model, and an optional second opinion."""
