"""What the makers of tables share: two-stage tables, and C++ arrays as text."""


def split(indexes, shift):
    """The two stages: which block a code point is in, and the records of each distinct block."""
    blocks, stage1, stage2 = {}, [], []
    for start in range(0, len(indexes), 1 << shift):
        block = tuple(indexes[start:start + (1 << shift)])
        if block not in blocks:
            blocks[block] = len(blocks)
            stage2 += block
        stage1.append(blocks[block])
    return stage1, stage2


def print_rows(declaration, values):
    print(f"{declaration} = {{")
    line = "   "
    for value in values:
        text = f" {value},"
        if len(line) + len(text) > 99:
            print(line)
            line = "   "
        line += text
    print(line)
    print("};\n")
