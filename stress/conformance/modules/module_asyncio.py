# module_asyncio: tasks, streams, timeouts, queues and children on one event loop.
import asyncio
import select
import socket


async def square(number):
    await asyncio.sleep(0.001 * number)
    return number * number


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def talk():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for text in (b"one\n", b"two\n", b"x" * 50000 + b"\n"):
        writer.write(text)
        answer = await reader.readline()
        print(len(answer), answer[:4])
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def produce(queue):
    for number in range(5):
        await queue.put(number)
    await queue.put(None)


async def consume(queue):
    items = []
    while (item := await queue.get()) is not None:
        items.append(item)
    return items


async def main():
    print(await asyncio.gather(*(square(n) for n in range(5))))
    print(await asyncio.gather(square(2), asyncio.sleep(0, "done"), return_exceptions=True))
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError as error:
        print("timeout", type(error).__name__)
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())
    queue = asyncio.Queue(2)
    print(await asyncio.gather(produce(queue), consume(queue)))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(square(1))
            group.create_task(fail())
    except* ValueError as errors:
        print(errors.exceptions)
    async with asyncio.timeout(5), asyncio.Lock():
        print("inside")
    print(await asyncio.to_thread(sum, range(10)))
    child = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print(await child.communicate(b"to a child"), child.returncode)
    await talk()


async def fail():
    raise ValueError("in a task")


asyncio.run(main())

# The layers below.
left, right = socket.socketpair()
with left, right:
    poller = select.poll()
    poller.register(left, select.POLLIN)
    print(poller.poll(0), select.select([left], [right], [], 0)[0])
    right.sendall(b"some bytes")
    print([events for _, events in poller.poll(1000)], left.recv(4), left.recv_into(bytearray(20)))
    with select.epoll() as epoll:
        epoll.register(right.fileno(), select.EPOLLIN)
        left.send(b"!")
        print(epoll.poll(1) == [(right.fileno(), select.EPOLLIN)], epoll.closed)
    right.settimeout(0.01)
    right.recv(9)
    for action in (lambda: right.recv(1), lambda: right.setblocking(False), lambda: right.recv(1), lambda: right.recv(-1)):
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)
    left.shutdown(socket.SHUT_WR)
    right.setblocking(True)
    print(right.recv(5), right.family, right.type, right.gettimeout())
for action in (lambda: left.recv(1), lambda: socket.inet_aton("300.1"), lambda: socket.socket().bind(1), lambda: socket.socket().bind(("", 70000)),
               lambda: socket.socket().settimeout(-1), lambda: socket.htons(70000), lambda: socket.create_connection(("127.0.0.1", 1)),
               lambda: select.select([-1], [], []), lambda: select.select(["x"], [], []), lambda: select.poll().unregister(3)):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)
print(socket.inet_ntoa(socket.inet_aton("1.2.3.4")), socket.inet_ntop(socket.AF_INET6, b"\0" * 15 + b"\1"), socket.ntohl(1))
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
