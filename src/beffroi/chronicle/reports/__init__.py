"""A chronicle as a document: Markdown, one file of HTML, PDF. All three say the same."""
