# nbody: five bodies under gravity, a float-heavy loop whose drift shows any rounding difference.
import sys
from math import pi, sqrt

SOLAR_MASS = 4.0 * pi * pi
DAYS_PER_YEAR = 365.24

# Position in astronomical units, velocity in units per day, mass in suns.
PLANETS = {
    "sun": ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1.0),
    "jupiter": (
        (4.84143144246472090, -1.16032004402742839, -0.103622044471123109),
        (0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023),
        0.000954791938424326609,
    ),
    "saturn": (
        (8.34336671824457987, 4.12479856412430479, -0.403523417114321381),
        (-0.00276742510726411150, 0.00499852801234917238, 0.0000230417297573763929),
        0.000285885980666130812,
    ),
    "uranus": (
        (12.8943695621391310, -15.1111514016986312, -0.223307578892655734),
        (0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556),
        0.0000436624404335156298,
    ),
    "neptune": (
        (15.3796971148509165, -25.9193146099879641, 0.179258772950371181),
        (0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870),
        0.0000515138902046611451,
    ),
}


class Body:
    __slots__ = ("name", "x", "y", "z", "vx", "vy", "vz", "mass")

    def __init__(self, name, position, velocity, mass):
        self.name = name
        self.x, self.y, self.z = position
        self.vx, self.vy, self.vz = (part * DAYS_PER_YEAR for part in velocity)
        self.mass = mass * SOLAR_MASS

    def kinetic_energy(self):
        return 0.5 * self.mass * (self.vx**2 + self.vy**2 + self.vz**2)

    def drift(self, step):
        self.x += step * self.vx
        self.y += step * self.vy
        self.z += step * self.vz


def all_pairs(bodies):
    return [(left, right) for index, left in enumerate(bodies) for right in bodies[index + 1 :]]


def distance(left, right):
    return sqrt((left.x - right.x) ** 2 + (left.y - right.y) ** 2 + (left.z - right.z) ** 2)


def total_energy(bodies, pairs):
    energy = sum(body.kinetic_energy() for body in bodies)
    for left, right in pairs:
        energy -= left.mass * right.mass / distance(left, right)
    return energy


def remove_drift_of_the_sun(bodies):
    sun = bodies[0]
    sun.vx = -sum(body.vx * body.mass for body in bodies) / sun.mass
    sun.vy = -sum(body.vy * body.mass for body in bodies) / sun.mass
    sun.vz = -sum(body.vz * body.mass for body in bodies) / sun.mass


def attract(left, right, step):
    dx = left.x - right.x
    dy = left.y - right.y
    dz = left.z - right.z
    squared = dx * dx + dy * dy + dz * dz
    pull = step / (squared * sqrt(squared))
    toward_left = right.mass * pull
    toward_right = left.mass * pull
    left.vx -= dx * toward_left
    left.vy -= dy * toward_left
    left.vz -= dz * toward_left
    right.vx += dx * toward_right
    right.vy += dy * toward_right
    right.vz += dz * toward_right


def advance(bodies, pairs, step, count):
    for _ in range(count):
        for left, right in pairs:
            attract(left, right, step)
        for body in bodies:
            body.drift(step)


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    bodies = [Body(name, *facts) for name, facts in PLANETS.items()]
    pairs = all_pairs(bodies)
    remove_drift_of_the_sun(bodies)
    print("%.9f" % total_energy(bodies, pairs))
    for part in range(3):
        advance(bodies, pairs, 0.01, steps // 3)
        print(part, repr(total_energy(bodies, pairs)))
    for body in bodies:
        print(f"{body.name:>8} {body.x:+.12f} {body.y:+.12f} {body.z:+.12f}")


main()
