# graph_search: breadth-first, Dijkstra, A-star, topological order, components, over a maze.
import sys
from collections import deque
from heapq import heappop, heappush
from math import inf, sqrt


class Grid:
    """A weighted maze; the cell (row, column) costs 1 to 9 to enter, or is a wall."""

    STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0))

    def __init__(self, size, seed):
        self.size = size
        self.costs = {}
        state = seed
        for row in range(size):
            for column in range(size):
                state = (state * 16807) % 2147483647
                if state % 4 or row in (0, size - 1):
                    self.costs[row, column] = state % 9 + 1

    def neighbours(self, cell):
        row, column = cell
        for down, right in self.STEPS:
            place = row + down, column + right
            if place in self.costs:
                yield place, self.costs[place]

    def draw(self, path):
        marked = set(path)
        for row in range(self.size):
            cells = ((row, column) for column in range(self.size))
            print("".join("*" if c in marked else " " if c in self.costs else "#" for c in cells))


def breadth_first(graph, start):
    distance = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for place, _ in graph.neighbours(here):
            if place not in distance:
                distance[place] = distance[here] + 1
                waiting.append(place)
    return distance


def best_path(graph, start, goal, estimate):
    """A-star; with a zero estimate it is Dijkstra. Returns cost, path, cells looked at."""
    heap = [(estimate(start), 0, start)]
    cost_of = {start: 0}
    came_from = {start: None}
    closed = set()
    while heap:
        _, cost, here = heappop(heap)
        if here in closed:
            continue
        closed.add(here)
        if here == goal:
            return cost, walk_back(came_from, goal), len(closed)
        for place, price in graph.neighbours(here):
            through = cost + price
            if through < cost_of.get(place, inf):
                cost_of[place] = through
                came_from[place] = here
                heappush(heap, (through + estimate(place), through, place))
    return inf, [], len(closed)


def walk_back(came_from, place):
    path = []
    while place is not None:
        path.append(place)
        place = came_from[place]
    return path[::-1]


def components(graph):
    left = dict.fromkeys(graph.costs)
    sizes = []
    while left:
        reached = breadth_first(graph, next(iter(left)))
        sizes.append(len(reached))
        for cell in reached:
            del left[cell]
    return sorted(sizes, reverse=True)


class Cycle(Exception):
    pass


def topological(edges):
    """Depth first with three colours; raises Cycle with the path that closes it."""
    state = {}
    order = []

    def visit(node, trail):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise Cycle(" -> ".join(trail[trail.index(node) :] + [node]))
        state[node] = "open"
        for following in edges.get(node, ()):
            visit(following, trail + [node])
        state[node] = "done"
        order.append(node)

    for node in edges:
        visit(node, [])
    return order[::-1]


def spanning_tree(points):
    """Kruskal with union-find; returns the length of the tree."""
    parent = list(range(len(points)))

    def root(index):
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    edges = sorted(
        (sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2), i, j)
        for i, a in enumerate(points)
        for j, b in enumerate(points[:i])
    )
    total = 0.0
    for length, left, right in edges:
        if root(left) != root(right):
            parent[root(left)] = root(right)
            total += length
    return total


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    grid = Grid(size, 5)
    start, goal = (0, 0), (size - 1, size - 1)
    distance = breadth_first(grid, start)
    print(len(distance), max(distance.values()), distance.get(goal))
    print(components(grid)[:5])
    cost, path, seen = best_path(grid, start, goal, lambda cell: 0)
    print("dijkstra", cost, len(path), seen)
    guess = lambda cell: abs(cell[0] - goal[0]) + abs(cell[1] - goal[1])
    again, other_path, seen_less = best_path(grid, start, goal, guess)
    print("a-star", again, len(other_path), seen_less, again == cost)
    grid.draw(path)
    recipe = {"cake": ["dough", "oven"], "dough": ["eggs", "flour"], "eggs": ["hen"], "oven": ["wood"]}
    print(topological(recipe))
    try:
        topological({**recipe, "hen": ["eggs"]})
    except Cycle as trouble:
        print("cycle:", trouble)
    print("%.9f" % spanning_tree([(k * 37 % 101, k * 53 % 97) for k in range(60)]))


main()
