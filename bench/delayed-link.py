#!/usr/bin/env python3
"""A link between two network namespaces that takes its time, for kernels without netem.

usage: delayed-link.py NAMESPACE_A NAMESPACE_B ONE_WAY_MS

Opens a TUN device called `slow0` in each namespace (Linux only, root) and carries IP packets between them, each ONE_WAY_MS
after it came. Every packet is delayed, the SYN too, which no relay of connections could do. Prints `ready` when both devices
are there; ends with its standard input.
"""
import collections
import ctypes
import fcntl
import os
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000  # sched.h
TUNSETIFF = 0x400454CA  # if_tun.h
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
LONGEST_PACKET = 65535

libc = ctypes.CDLL(None, use_errno=True)


def enter(descriptor):
    if libc.setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def open_tun(namespace):
    """A TUN device stays in the namespace in which it was made, wherever it is read."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    other = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    enter(other)
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", b"slow0", IFF_TUN | IFF_NO_PI))
    enter(home)
    os.close(other)
    os.close(home)
    return device


def main():
    name_a, name_b, delay_ms = sys.argv[1], sys.argv[2], float(sys.argv[3])
    a, b = open_tun(name_a), open_tun(name_b)
    print("ready", flush=True)
    # One delay for all keeps the order in which they came.
    under_way = collections.deque()
    while True:
        wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
        readable, _, _ = select.select([a, b, sys.stdin], [], [], wait)
        if sys.stdin in readable:
            return
        for device in readable:
            try:
                packet = os.read(device, LONGEST_PACKET)
            except BlockingIOError:
                continue
            under_way.append((time.monotonic() + delay_ms / 1000, b if device is a else a, packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, device, packet = under_way.popleft()
            try:
                os.write(device, packet)
            except OSError:
                pass  # A device that is down loses packets, as a link does.


main()
