"""What comes in as a file: plannings, posts, mentions, a mail."""
