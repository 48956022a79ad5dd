# sibling: a name for deep.
name = "sibling"
