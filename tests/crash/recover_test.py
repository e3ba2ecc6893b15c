"""Goal: a server refuses a damaged log, `parley recover` shows what it would lose without changing
a byte, drops it only when told to, and then the server starts, `parley verify` is clean, and
everything before the damage is there.

Method: the real program, killed, and its write-ahead log cut or overwritten.

    tests/crash/recover_test.py --program build/dev/tools/parley/parley
"""

import argparse
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time

from server import Client, Server


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1:] or ["{}"]
    return done.returncode, json.loads(last[0]) if last[0].startswith("{") else {}


def print_of(folder):
    told = hashlib.sha256()
    for path in sorted(glob.glob(folder + "/**", recursive=True)):
        if os.path.isfile(path):
            told.update(path.encode())
            with open(path, "rb") as file:
                told.update(file.read())
    return told.hexdigest()


def talk(server, count):
    """Conversations of many tenants, so of all partitions; (tenant, conversation, position)."""
    client = Client(server.port)
    answered = []
    for i in range(count):
        tenant = f"t{i % 12}"
        if i < 12:
            assert client.call("PUT", f"/v1/tenants/{tenant}", {})[0] == 200
        body = {"contact": f"contact {i}", "channel": "messaging"}
        path = f"/v1/tenants/{tenant}/conversations?conversation=c{i}"
        status, answer, _ = client.call("POST", path, body)
        assert status == 201, answer
        answered.append((tenant, f"c{i}", answer["position"]))
    return answered


def newest_log(data):
    return max(glob.glob(data + "/db/*.log"), key=os.path.getsize)


def damage(data, how):
    path = newest_log(data)
    with open(path, "r+b") as file:
        size = len(file.read().rstrip(b"\0"))  # zeros are ahead of what was written
        if how == "cut":
            file.truncate(size // 2)
        else:
            file.seek(size // 2)
            file.write(b"damage")


def play(program, folder, how):
    server = Server(program, os.path.join(folder, how), 4)
    server.start()
    answered = talk(server, 300)
    time.sleep(0.5)  # the witness lags by 0.1 s
    server.kill()
    damage(server.data, how)
    before = print_of(server.data)
    code, told = run(program, "recover", "--data", server.data, "--json")
    assert code == 1 and told["damaged"] and not told["recovered"], (code, told)
    assert sum(p["lost_events"] for p in told["partitions"]) > 0, told
    assert print_of(server.data) == before, "looking changed the directory"
    kept = {p["partition"]: p["kept_until"] for p in told["partitions"]}

    code, done = run(program, "recover", "--data", server.data, "--accept-loss", "--json")
    assert code == 0 and done["recovered"] and os.path.isdir(done["kept_aside"] + "/db"), done
    assert {p["partition"]: p["kept_until"] for p in done["partitions"]} == kept
    code, proof = run(program, "verify", "--data", server.data, "--json")
    assert code == 0 and proof["mismatches"] == 0, proof
    code, told = run(program, "recover", "--data", server.data, "--json")
    assert code == 0 and not told["damaged"], told

    server.start()
    for tenant, conversation, position in answered:
        partition, at = (int(part) for part in position.split(":"))
        path = f"/v1/tenants/{tenant}/conversations/{conversation}"
        status, answer, _ = Client(server.port).call("GET", path)
        wanted = 200 if at <= kept[partition] else 404
        assert status == wanted, (position, kept, status, answer)
    assert Client(server.port).call("PUT", "/v1/tenants/new", {})[0] == 200
    assert server.stop() == 0
    code, proof = run(program, "verify", "--data", server.data, "--json")
    assert code == 0 and proof["mismatches"] == 0, proof


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    program = os.path.abspath(parser.parse_args().program)
    with tempfile.TemporaryDirectory(prefix="parley-recover-") as folder:
        for how in ("cut", "overwritten"):
            play(program, folder, how)
    print("what was before the damage is there; the rest was dropped only when told to")
    return 0


if __name__ == "__main__":
    sys.exit(main())
