"""What the policies say: documents, provisions, rules, search and answers. Pure; reads its own data at start."""
