"""Runs a program in a new terminal, for tests. Orders come as JSON lines on stdin, what the terminal shows goes to stdout as JSON lines.

usage: terminal_of.py {"command": [...], "columns": 80, "rows": 24, "core": false}
"""
import base64, fcntl, json, os, pty, resource, select, signal, struct, sys, termios

options = json.loads(sys.argv[1])


def size(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def tell(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


pid, master = pty.fork()
if pid == 0:
    if options["core"]:
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    size(0, options["columns"], options["rows"])
    os.execvp(options["command"][0], options["command"])
tell(pid=pid)

# A pipe that becomes readable when a child has ended, so that one select waits for everything.
wake_read, wake_write = os.pipe()
os.set_blocking(wake_write, False)
signal.signal(signal.SIGCHLD, lambda *_: None)
signal.set_wakeup_fd(wake_write)

pending = b""
sources = {0, wake_read, master}


def obey(order):
    global master
    if "type" in order and master is not None:
        os.write(master, base64.b64decode(order["type"]))
    if "size" in order and master is not None:
        size(master, *order["size"])
    if "hangUp" in order and master is not None:
        sources.discard(master)
        os.close(master)
        master = None


def show():
    global master
    try:
        data = os.read(master, 65536)
    except OSError:
        data = b""
    if data:
        tell(shown=base64.b64encode(data).decode())
    else:
        sources.discard(master)
    return bool(data)


status = None
while status is None:
    ready = select.select(list(sources), [], [])[0]
    if master in ready:
        show()
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            os.kill(pid, signal.SIGKILL)
            sources.discard(0)
        pending += data
        *lines, pending = pending.split(b"\n")
        for line in lines:
            obey(json.loads(line))
    # Looked at whenever something happened: the child may have ended before its signal could be caught.
    done, code = os.waitpid(pid, os.WNOHANG)
    if done:
        status = code
while master in sources and select.select([master], [], [], 0)[0] and show():
    pass
tell(code=os.waitstatus_to_exitcode(status))
