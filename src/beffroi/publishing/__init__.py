"""From a draft to a published post: agreed by two people, sent exactly once."""
