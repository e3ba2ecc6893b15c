"""What checks of partners share: the Kafka client of tools/examples/python, records, topics."""

import importlib.machinery
import importlib.util
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def environment():
    """Starts again under the interpreter that has the client."""
    try:
        import confluent_kafka  # noqa: F401
    except ImportError:
        loader = importlib.machinery.SourceFileLoader("examples_run",
                                                      str(ROOT / "tools/examples/run"))
        spec = importlib.util.spec_from_loader(loader.name, loader)
        module = importlib.util.module_from_spec(spec)
        loader.exec_module(module)
        python = str(module.python_command()[0])
        os.execv(python, [python, *sys.argv])


def headers(id, command, conversation):
    return {"ce_specversion": "1.0", "ce_id": id, "ce_source": "/kill", "ce_type":
            f"parley.{command}", "ce_subject": f"acme/conversation/{conversation}",
            "content-type": "application/json"}


def read_all(bootstrap, topic):
    from confluent_kafka import Consumer, TopicPartition
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "shop.check",
                         "enable.auto.commit": False})
    parts = consumer.list_topics(topic, 10).topics[topic].partitions
    ends = {p: consumer.get_watermark_offsets(TopicPartition(topic, p), 10)[1] for p in parts}
    consumer.assign([TopicPartition(topic, p, 0) for p in parts])
    records, left = [], {p for p in parts if ends[p] > 0}
    while left:
        record = consumer.poll(10)
        assert record is not None and not record.error(), "the topic cannot be read"
        named = {name: (value or b"").decode() for name, value in record.headers() or []}
        records.append((named, record.value() or b""))
        if record.offset() + 1 >= ends[record.partition()]:
            left.discard(record.partition())
    consumer.close()
    return records
