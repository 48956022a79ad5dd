# matrix: LU decomposition, determinant, inverse and exact fractions, as lists of lists.
import sys
from math import fsum, gcd


class Singular(ArithmeticError):
    """No pivot is left in a column."""


class Matrix:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]
        self.size = len(self.rows)

    @classmethod
    def identity(cls, size):
        return cls([[float(row == column) for column in range(size)] for row in range(size)])

    @classmethod
    def pseudo_random(cls, size, seed):
        state = seed
        rows = []
        for _ in range(size):
            row = []
            for _ in range(size):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                row.append(state / 0x7FFFFFFF - 0.5)
            rows.append(row)
        return cls(rows)

    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix(
            [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows]
        )

    def __sub__(self, other):
        return Matrix(
            [[a - b for a, b in zip(mine, theirs)] for mine, theirs in zip(self.rows, other.rows)]
        )

    def __getitem__(self, place):
        row, column = place
        return self.rows[row][column]

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def transposed(self):
        return Matrix(zip(*self.rows))

    def norm(self):
        return max(fsum(abs(item) for item in row) for row in self.rows)

    def decompose(self):
        rows = [row[:] for row in self.rows]
        order = list(range(self.size))
        sign = 1
        for step in range(self.size):
            pivot = max(range(step, self.size), key=lambda row: abs(rows[row][step]))
            if rows[pivot][step] == 0:
                raise Singular(f"column {step}")
            if pivot != step:
                rows[step], rows[pivot] = rows[pivot], rows[step]
                order[step], order[pivot] = order[pivot], order[step]
                sign = -sign
            eliminate_below(rows, step)
        return rows, order, sign

    def determinant(self):
        rows, _, sign = self.decompose()
        product = float(sign)
        for index in range(self.size):
            product *= rows[index][index]
        return product

    def solve(self, vector):
        rows, order, _ = self.decompose()
        return back_substitute(rows, forward_substitute(rows, [vector[row] for row in order]))

    def inverse(self):
        unit = Matrix.identity(self.size)
        return Matrix([self.solve(row) for row in unit.rows]).transposed()


def eliminate_below(rows, step):
    pivot_row = rows[step]
    for row in rows[step + 1 :]:
        factor = row[step] / pivot_row[step]
        row[step] = factor
        for column in range(step + 1, len(row)):
            row[column] -= factor * pivot_row[column]


def forward_substitute(rows, vector):
    result = []
    for row, value in zip(rows, vector):
        result.append(value - sum(row[index] * known for index, known in enumerate(result)))
    return result


def back_substitute(rows, vector):
    size = len(rows)
    result = [0.0] * size
    for index in reversed(range(size)):
        known = sum(rows[index][column] * result[column] for column in range(index + 1, size))
        result[index] = (vector[index] - known) / rows[index][index]
    return result


class Ratio:
    """An exact fraction: enough of one to run the same elimination without rounding."""

    def __init__(self, top, bottom=1):
        if bottom < 0:
            top, bottom = -top, -bottom
        common = gcd(top, bottom) or 1
        self.top, self.bottom = top // common, bottom // common

    def __sub__(self, other):
        return Ratio(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            other = Ratio(int(other))
        return Ratio(self.top * other.top, self.bottom * other.bottom)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return Ratio(self.top * other.bottom, self.bottom * other.top)

    def __abs__(self):
        return Ratio(abs(self.top), self.bottom)

    def __lt__(self, other):
        return self.top * other.bottom < other.top * self.bottom

    def __gt__(self, other):
        return other < self

    def __eq__(self, other):
        return self.top == other * self.bottom if isinstance(other, int) else NotImplemented

    def __repr__(self):
        return f"{self.top}/{self.bottom}"


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    matrix = Matrix.pseudo_random(size, 7)
    error = (matrix @ matrix.inverse()) - Matrix.identity(size)
    print(size, error.norm() < 1e-9, repr(matrix.determinant()))
    solution = matrix.solve([float(index) for index in range(size)])
    print(*("%.10g" % value for value in solution))
    print(matrix.transposed().transposed() == matrix, repr(matrix[1, 2]))
    hilbert = Matrix([[Ratio(1, row + column + 1) for column in range(6)] for row in range(6)])
    print(hilbert.determinant())
    try:
        Matrix([[1.0, 2.0], [2.0, 4.0]]).inverse()
    except Singular as trouble:
        print("singular:", trouble)


main()
