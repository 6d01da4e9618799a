"""What happened, in episodes, with the evidence beside."""
