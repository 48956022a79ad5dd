# os.fork: children that answer through pipes, exit codes, hooks, a child that runs to its end.
import os
import sys

os.register_at_fork(before=lambda: print('before', flush=True),
                    after_in_parent=lambda: print('parent', flush=True))
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    os.close(reader)
    squares = [number ** 2 for number in range(10)]
    os.write(writer, repr(squares).encode())
    os._exit(7)
os.close(writer)
with open(reader, 'rb') as answers:
    print(answers.read().decode())
pid, status = os.waitpid(child, 0)
print(pid == child, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))

sys.stdout.flush()
child = os.fork()
if child == 0:
    print('the child goes on')
    sys.exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

child = os.fork()
if child == 0:
    try:
        raise LookupError('in the child')
    finally:
        os.kill(os.getpid(), 15)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    os.waitpid(child, 0)
except ChildProcessError as error:
    print(type(error).__name__)
