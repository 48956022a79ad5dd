# Nothing is declared, so the bytes must be UTF-8, also in a comment.
print("not reached")
# café
