"""A complete small partner: brings a contact's messages to Parley over Kafka and takes the agent's
answers from it.

    pip install -r requirements.txt
    python partner.py --bootstrap 127.0.0.1:19092 --partner shop --tenant acme --channel chat

The records are CloudEvents in binary mode: what and whom they concern is in the headers, the value
is a table of schemas/commands.fbs or schemas/events.fbs as JSON. schemas/README.md has it all.
"""

import argparse
import json
import sys
import time
import uuid

from confluent_kafka import Consumer, KafkaError, Producer

SOURCE = "/examples/python"


class Partner:
    def __init__(self, arguments):
        self.arguments = arguments
        settings = {"bootstrap.servers": arguments.bootstrap}
        for pair in arguments.set:
            name, value = pair.split("=", 1)
            settings[name] = value
        self.producer = Producer({**settings, "enable.idempotence": True})
        self.consumer = Consumer({
            **settings,
            # Groups of a partner begin with its name: that is what its rights say.
            "group.id": f"{arguments.partner}.{uuid.uuid4().hex}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        })
        self.consumer.subscribe([f"parley.out.{arguments.partner}",
                                 f"parley.rejected.{arguments.partner}"])
        self.seen = set()

    def send(self, command, conversation, value, id=None):
        """Asks Parley for `command`. The same id may be sent again at any time: it counts once."""
        id = id or str(uuid.uuid4())
        subject = f"{self.arguments.tenant}/conversation/{conversation}"
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        failed = []
        self.producer.produce(
            f"parley.in.{self.arguments.partner}", body,
            key=subject.encode(),  # all of a conversation in one partition: that keeps its order
            headers={"ce_specversion": "1.0", "ce_id": id, "ce_source": SOURCE,
                     "ce_type": f"parley.{command}", "ce_subject": subject,
                     "content-type": "application/json"},
            on_delivery=lambda error, _: failed.append(error) if error else None)
        self.producer.flush(10)
        if failed:
            raise SystemExit(f"not sent: {failed[0]}")
        return id

    def records(self, seconds):
        """What comes back, once each: events may come again after a failure, with the same id."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            record = self.consumer.poll(0.2)
            if record is None:
                continue
            if record.error():
                if record.error().code() == KafkaError._PARTITION_EOF:
                    continue
                raise SystemExit(f"cannot read: {record.error()}")
            headers = {name: (value or b"").decode() for name, value in record.headers() or []}
            key = (record.topic(), headers.get("ce_source"), headers.get("ce_id"))
            if key not in self.seen:
                self.seen.add(key)
                yield record.topic(), headers, record.value() or b""


def converse(partner):
    conversation = f"py-{uuid.uuid4().hex[:12]}"
    partner.send("open_conversation", conversation, {
        "contact": "kim@example.org", "channel": partner.arguments.channel,
        "messages": [{"message": "m1", "text": "My order has not arrived."}]})
    partner.send("request_route", conversation, {"queue": partner.arguments.queue})
    wrong = partner.send("post_message", conversation, b'{"no such field": 1}')
    rejected = ended = False
    for topic, headers, value in partner.records(60):
        if topic.startswith("parley.rejected."):
            if headers["ce_id"] == wrong:
                print(f"rejected: {headers['parley_code']}: {headers['parley_message']}")
                rejected = True
        elif not headers["ce_subject"].endswith(conversation):
            continue
        elif headers["ce_type"] == "parley.outbound_message_accepted":
            print(f"the agent says: {json.loads(value)['text']}")
            partner.send("post_message", conversation,
                         {"message": {"message": "m2", "text": "Thank you!"}})
            partner.send("end_session", conversation, {"by": "kim@example.org"})
        elif headers["ce_type"] == "parley.session_ended":
            ended = True
        else:
            print(f"{headers['ce_id']} {headers['ce_type']}")
        if rejected and ended:
            print("done")
            return 0
    print("no end of the session, or no reject, within a minute", file=sys.stderr)
    return 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bootstrap", default="127.0.0.1:19092")
    parser.add_argument("--partner", default="shop")
    parser.add_argument("--tenant", default="acme")
    parser.add_argument("--channel", default="chat")
    parser.add_argument("--queue", default="support")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                        help="a setting of librdkafka, such as security.protocol=SASL_SSL")
    partner = Partner(parser.parse_args())
    try:
        return converse(partner)
    finally:
        partner.consumer.close()


if __name__ == "__main__":
    sys.exit(main())
