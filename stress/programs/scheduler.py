# scheduler: an operating-system kernel in small, tasks and packets as calls and state changes.
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
KIND_DEVICE, KIND_WORK = range(2)
PAYLOAD = 4


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0] * PAYLOAD

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    """A task runs when it is not held and either has a packet or is not waiting."""

    def __init__(self, kernel, ident, priority, queue, waiting):
        self.kernel = kernel
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.waiting = waiting
        self.held = False
        self.runs = 0
        kernel.add(self)

    def ready(self):
        return not self.held and (self.queue is not None or not self.waiting)

    def take_packet(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
            packet.link = None
        return packet

    def run(self):
        packet = self.take_packet()
        self.waiting = False
        self.runs += 1
        return self.step(packet)

    def accept(self, packet, sender):
        was_empty = self.queue is None
        self.queue = packet.append_to(self.queue)
        return self if was_empty and self.priority > sender.priority else sender

    def wait(self):
        self.waiting = True
        return self


class IdleTask(Task):
    def __init__(self, kernel, count):
        super().__init__(kernel, IDLE, 0, None, False)
        self.control = 1
        self.count = count

    def step(self, _packet):
        self.count -= 1
        if self.count == 0:
            return self.kernel.hold(self)
        if self.control & 1 == 0:
            self.control >>= 1
            return self.kernel.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.kernel.release(DEVICE_B)


class WorkTask(Task):
    def __init__(self, kernel, queue):
        super().__init__(kernel, WORKER, 1000, queue, True)
        self.destination = HANDLER_A
        self.letter = 0

    def step(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.owner = self.destination
        packet.datum = 0
        for index in range(PAYLOAD):
            self.letter = self.letter % 26 + 1
            packet.data[index] = ord("A") + self.letter - 1
        return self.kernel.send(packet, self)


class HandlerTask(Task):
    def __init__(self, kernel, ident, priority, queue, device):
        super().__init__(kernel, ident, priority, queue, True)
        self.work = None
        self.devices = None
        self.device = device

    def step(self, packet):
        if packet is not None:
            self.sort_in(packet)
        if self.work is None:
            return self.wait()
        work = self.work
        if work.datum >= PAYLOAD:
            self.work = work.link
            return self.kernel.send(work, self)
        return self.forward_letter(work)

    def sort_in(self, packet):
        if packet.kind == KIND_WORK:
            self.work = packet.append_to(self.work)
        else:
            self.devices = packet.append_to(self.devices)

    def forward_letter(self, work):
        packet = self.devices
        if packet is None:
            return self.wait()
        self.devices = packet.link
        packet.datum = work.data[work.datum]
        packet.owner = self.device
        work.datum += 1
        return self.kernel.send(packet, self)


class DeviceTask(Task):
    def __init__(self, kernel, ident, priority):
        super().__init__(kernel, ident, priority, None, True)
        self.pending = None

    def step(self, packet):
        if packet is not None:
            self.pending = packet
            self.kernel.output.append(packet.datum)
            return self.kernel.hold(self)
        if self.pending is None:
            return self.wait()
        pending, self.pending = self.pending, None
        return self.kernel.send(pending, self)


class Kernel:
    def __init__(self):
        self.tasks = []
        self.by_ident = {}
        self.sent = 0
        self.held = 0
        self.output = []

    def add(self, task):
        self.tasks.insert(0, task)
        self.by_ident[task.ident] = task

    def hold(self, task):
        self.held += 1
        task.held = True
        return None

    def release(self, ident):
        task = self.by_ident[ident]
        task.held = False
        return task

    def send(self, packet, sender):
        self.sent += 1
        receiver = self.by_ident[packet.owner]
        packet.link = None
        packet.owner = sender.ident
        return receiver.accept(packet, sender)

    def next_ready(self):
        for task in sorted(self.tasks, key=lambda task: -task.priority):
            if task.ready():
                return task
        return None

    def run(self):
        task = self.next_ready()
        while task is not None:
            following = task.run()
            if following is None or not following.ready():
                following = self.next_ready()
            task = following


def chain(owner, kind, count):
    queue = None
    for _ in range(count):
        queue = Packet(queue, owner, kind)
    return queue


def build(count):
    kernel = Kernel()
    IdleTask(kernel, count)
    WorkTask(kernel, chain(WORKER, KIND_WORK, 2))
    HandlerTask(kernel, HANDLER_A, 2000, chain(DEVICE_A, KIND_DEVICE, 3), DEVICE_A)
    HandlerTask(kernel, HANDLER_B, 3000, chain(DEVICE_B, KIND_DEVICE, 3), DEVICE_B)
    DeviceTask(kernel, DEVICE_A, 4000)
    DeviceTask(kernel, DEVICE_B, 5000)
    return kernel


def main():
    kernel = build(int(sys.argv[1]) if len(sys.argv) > 1 else 9000)
    kernel.run()
    print("sent", kernel.sent, "held", kernel.held)
    print("letters", len(kernel.output), "".join(map(chr, kernel.output[:52])))
    for task in kernel.tasks:
        print(type(task).__name__, task.priority, task.runs)


main()
