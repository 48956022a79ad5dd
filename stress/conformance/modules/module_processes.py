# module_processes: starting programs, and what the streams, limits and failures of them look like.
import os
import signal
import subprocess
import sys

print(subprocess.run(["echo", "a  b"], capture_output=True, text=True))
print(subprocess.run("exit 3", shell=True).returncode, subprocess.call(["true"]))
print(subprocess.check_output(["cat"], input=b"through a pipe"))
print(subprocess.check_output(["sh", "-c", "pwd; echo $A$B"], cwd="/", env={"A": "own"}))
print(subprocess.run(["sh", "-c", "echo out; echo err >&2"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
print(subprocess.getstatusoutput("echo text; exit 2"))
for command in (["/nonexistent/program"], ["/etc/passwd"], ["echo"]):
    try:
        subprocess.run(command, cwd="/nonexistent" if command == ["echo"] else None)
    except OSError as error:
        print(type(error).__name__, error)
try:
    subprocess.run(["sleep", "10"], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print(error.cmd, round(error.timeout, 2))
try:
    subprocess.run(["false"], check=True)
except subprocess.CalledProcessError as error:
    print(error)
child = subprocess.Popen(["sleep", "10"])
child.send_signal(signal.SIGTERM)
print(child.wait(), child.poll(), child.returncode)
with subprocess.Popen(["sort"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
    print(child.communicate("b\na\nc\n"))

# Descriptors are closed but for those passed on.
reader, writer = os.pipe()
print(subprocess.run(["sh", "-c", f"echo hello >&{writer}"], pass_fds=[writer]).returncode)
os.close(writer)
print(os.read(reader, 100))
os.close(reader)
held = os.open("/dev/null", os.O_RDONLY)
os.set_inheritable(held, True)
print(subprocess.check_output(["sh", "-c", f"test -e /proc/self/fd/{held} && echo open || echo closed"]))
print(subprocess.check_output(["sh", "-c", f"test -e /proc/self/fd/{held} && echo open || echo closed"], close_fds=False))
os.close(held)
print(subprocess.check_output(["sh", "-c", "test $(ps -o sid= -p $$) -eq $$ && echo leader"], start_new_session=True))
print(subprocess.check_output(["sh", "-c", "umask"], umask=0o27))

# A pipe that nobody reads is an exception, and no signal.
reader, writer = os.pipe()
os.close(reader)
try:
    os.write(writer, b"x")
except BrokenPipeError as error:
    print(error)
os.close(writer)
child = subprocess.Popen(["true"], stdin=subprocess.PIPE)
child.wait()
print(child.communicate(b"x" * 100000), child.returncode)
