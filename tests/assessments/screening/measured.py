"""Run as a small program: starts a reader on standard input and tells what it cost, in kB and seconds of the processor.

A process of its own, since the kernel counts a child's memory from that of whoever started it.
"""

import json
import os
import subprocess
import sys

if __name__ == "__main__":
    reader = subprocess.Popen([sys.executable, "-B", "-c", sys.argv[1]], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(reader.pid, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss, used.ru_utime + used.ru_stime]))
