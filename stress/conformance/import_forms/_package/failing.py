# failing: fails while it is imported.
started = True
raise ValueError("while importing")
