"""A drawing process of the tests: it waits, falls or grows as the path of a request says, and draws nothing."""

import json
import os
import struct
import sys
import time

requests, responses = sys.stdin.buffer, sys.stdout.buffer
count = 0
while start := requests.read(8):
    head, _ = (requests.read(size) for size in struct.unpack(">II", start))
    word, _, number = json.loads(head)["path"].strip("/").partition("/")
    count += 1
    if word == "wait" or (word == "again" and count > 1):
        time.sleep(float(number))
    elif word == "fall":
        os._exit(int(number))
    text = json.dumps(
        {"status": 500 if word == "wrong" else 200, "headers": [], "resident_mb": 5000 if word == "grow" else 1}
    ).encode()
    body = f"{os.getpid()} {count}".encode()
    if word == "long":
        body = bytes(range(256)) * int(number)
    responses.write(struct.pack(">II", len(text), len(body)) + text + body)
    responses.flush()
