"""Goal: `parley load` tells many rows of customers' past side by side, each with its fate; killed
servers and interrupted loads leave nothing out and nothing twice; told again it changes nothing.

Method: a made-up file against a real server, loaded once with a kill in the middle and twice more;
what the server then tells of customers is compared with the file. --rows 50000 is the long form.

    tests/crash/load_test.py --program build/dev/tools/parley/parley [--rows 50000]
"""

import argparse
import collections
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from server import Client, Server

COLUMNS = ["kind", "account", "id", "name", "contacts", "product", "bought_on", "type",
           "starts_on", "ends_on", "contract", "asset", "assets"]


def rows_of(count):
    """Customers of ten rows each; their own first, then in turn, so that customers are mixed."""
    customers = max(1, count // 10)
    for n in range(customers):
        yield {"kind": "customer", "account": f"c{n}", "id": f"c{n}", "name": f"Customer {n}",
               "contacts": f"c{n}-ann;c{n}-bob"}
    for n in range(customers):
        yield {"kind": "contract", "account": f"c{n}", "id": f"c{n}-k", "type": "maintenance",
               "name": "Care", "starts_on": "2020-01-01", "ends_on": "2021-12-31"}
    for turn in range(4):
        for n in range(customers):
            yield {"kind": "asset", "account": f"c{n}", "id": f"c{n}-a{turn}", "product": "pump",
                   "name": f"Pump {turn}", "bought_on": "2020-02-03"}
    for turn in range(4):
        for n in range(customers):
            yield {"kind": "entitlement", "account": f"c{n}", "id": f"c{n}-e{turn}",
                   "assets": f"c{n}-a{turn}", "starts_on": "2020-01-01",
                   "ends_on": "2020-12-31"}


def write(path, count, broken):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, COLUMNS, restval="")
        out.writeheader()
        for number, row in enumerate(rows_of(count)):
            out.writerow({**row, "starts_on": "2020-13-77"} if number in broken else row)


def load(program, port, path, on_rows=None):
    """(exit code, fates by line, the last line, seconds); `on_rows` is called half way."""
    command = [program, "load", "--url", f"http://127.0.0.1:{port}", "--tenant", "acme", path]
    began = time.monotonic()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               text=True)
    fates, last, lines = {}, "", []
    for text in running.stdout:
        told = re.match(r"line (\d+): (\w+)", text)
        if told:
            lines.append(int(told[1]))
            fates[int(told[1])] = told[2]
            if on_rows and len(fates) == 200:
                on_rows()
        else:
            last = text.strip()
    assert lines == sorted(lines), "fates are told in the order of the file"
    return running.wait(), fates, last, time.monotonic() - began


def check_customers(port, count):
    client = Client(port)
    customers = max(1, count // 10)
    for n in {0, customers // 2, customers - 1}:
        status, told, _ = client.call("GET", f"/v1/tenants/acme/customers/c{n}")
        state = told["state"]
        assert status == 200 and state["name"] == f"Customer {n}", told
        assert [a["asset"] for a in state["assets"]] == [f"c{n}-a{t}" for t in range(4)], told
        assert sorted(e["entitlement"] for e in state["entitlements"]) == \
            [f"c{n}-e{t}" for t in range(4)], told
        assert state["renewals"] == [], "nobody is reminded of a contract that ended long ago"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--rows", type=int, default=2000)
    options = parser.parse_args()
    where = tempfile.mkdtemp(prefix="parley-load-")
    server = Server(options.program, os.path.join(where, "data"), 1)
    try:
        server.start()
        Client(server.port).call("PUT", "/v1/tenants/acme", {"settings": {"name": "Acme"}})
        path = os.path.join(where, "customers.csv")
        broken = {options.rows // 10 + 7}
        write(path, options.rows, broken)

        def kill():
            server.kill()
            threading.Thread(target=server.start).start()

        code, fates, last, seconds = load(options.program, server.port, path, kill)
        counts = collections.Counter(fates.values())
        rows = max(1, options.rows // 10) * 10
        assert len(fates) == rows, (len(fates), last)
        assert counts["refused"] == 1 and code == 1, (counts, last)
        assert counts["unchanged"] <= 64, "only what was under way at the kill was there already"
        print(f"{rows} rows in {seconds:.1f} s with a kill, {rows / seconds:.0f}/s: {last}")
        write(path, options.rows, set())
        code, fates, last, _ = load(options.program, server.port, path)
        assert code == 0 and fates[min(broken) + 2] == "changed", (code, last)
        code, fates, last, seconds = load(options.program, server.port, path)
        assert code == 0 and set(fates.values()) == {"unchanged"}, last
        print(f"again: {rows / seconds:.0f}/s: {last}")
        assert len(server.restart_seconds) == 2, "the server was killed in the middle"
        check_customers(server.port, options.rows)
        write(path, 10, set())
        server.stop()
        code, _, _, _ = load(options.program, server.port, os.path.join(where, "none.csv"))
        assert code != 0, "a file that is not there"
        return 0
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        shutil.rmtree(where, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
