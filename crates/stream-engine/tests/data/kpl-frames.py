"""Writes kpl-frames.json: frames of the KPL's format made and read by aws_kinesis_agg 1.2.3 (PyPI),
an implementation that shares nothing with ours. Run: python3 kpl-frames.py > kpl-frames.json"""

import base64
import hashlib
import json

from aws_kinesis_agg import MAGIC, aggregator, deaggregator, messages_pb2


def framed(message):
    return MAGIC + message + hashlib.md5(message).digest()


def read(data):
    record = {"kinesis": {"kinesisSchemaVersion": "1.0", "sequenceNumber": "1", "partitionKey": "outer",
                          "approximateArrivalTimestamp": 0, "data": base64.b64encode(data)}}
    users = deaggregator.deaggregate_records([record])
    if not all(user["kinesis"].get("aggregated") for user in users):
        return None
    return [{"partitionKey": user["kinesis"]["partitionKey"],
             "explicitHashKey": user["kinesis"]["explicitHashKey"] if user["kinesis"]["explicitHashKey"] else None,
             "data": base64.b64encode(base64.b64decode(user["kinesis"]["data"])).decode()} for user in users]


def case(name, data, **more):
    return {"name": name, "frame": base64.b64encode(data).decode(), "users": read(data), **more}


def aggregated(users):
    record = aggregator.AggRecord()
    for key, data, hash_key in users:
        assert record.add_user_record(key, data, hash_key)
    return record.get_contents()[2]


def without_hash_keys(users):
    message = messages_pb2.AggregatedRecord()
    table = []
    for key, data in users:
        if key not in table:
            table.append(key)
            message.partition_key_table.append(key)
        record = message.records.add()
        record.partition_key_index = table.index(key)
        record.data = data
    return framed(message.SerializeToString())


def tagged():
    message = messages_pb2.AggregatedRecord()
    message.partition_key_table.append("truck-1")
    record = message.records.add()
    record.partition_key_index = 0
    record.data = b"42"
    tag = record.tags.add()
    tag.key = "unit"
    tag.value = "km/h"
    record.tags.add().key = "bare"
    return framed(message.SerializeToString())


trucks = [("truck-%d" % (n % 7), b'{"speed":%d}' % n) for n in range(40)]
many = [("key-%d" % n, bytes([n % 256]) * (200 if n % 50 == 3 else n % 5)) for n in range(150)]
record = bytes.fromhex("08001a0178")          # index 0, data "x"
tables_last = bytes([0x1A, len(record)]) + record + b"\x0a\x01k"
twice = bytes.fromhex("080008001a01791a0178")  # index twice, data twice: the last counts
unknown = b"\x0a\x01k" + bytes([0x1A, len(record) + 2]) + record + bytes.fromhex("2807") + bytes.fromhex("38ff01") \
    + bytes.fromhex("42027a7a") + bytes.fromhex("4d00000000") + bytes.fromhex("510000000000000000")
good = without_hash_keys(trucks)

print(json.dumps([
    case("one user record", aggregated([("a", b"hello", None)]), written="again"),
    case("hash keys given", aggregated([("a", b"1", "0"), ("b", b"2", str(2**128 - 1)), ("a", b"3", "0")]), written="again"),
    case("keys as text beyond ASCII, data of any bytes", aggregated([("é", b"\x00\xff", None), ("\U0001F69A", b"", None)]),
         written="again"),
    case("as the KPL writes it, without hash keys", good, written="again"),
    case("more than 127 keys, data longer than 127 bytes", without_hash_keys(many), written="again"),
    case("tags", tagged()),
    case("tables behind the records", framed(tables_last)),
    case("a field twice: the last counts", framed(b"\x0a\x01k" + bytes([0x1A, len(twice)]) + twice)),
    case("fields that are not known", framed(unknown)),
    {"name": "no user records", "frame": base64.b64encode(framed(b"")).decode(), "users": []},
    case("a digest that is not the message's", good[:-1] + bytes([good[-1] ^ 1])),
    case("a message that was changed", good[:20] + bytes([good[20] ^ 1]) + good[21:]),
    case("another magic", b"\xf3\x89\x9a\xc3" + good[4:]),
    case("a byte more", good + b"\x00"),
    case("a byte less", good[:-1]),
    case("the magic alone", MAGIC),
    case("plain text", b"hello"),
    case("nothing", b""),
    {"name": "an index beyond the table", "frame": base64.b64encode(framed(b"\x0a\x01k" + bytes.fromhex("1a0508011a0178"))).decode(),
     "users": None},
    {"name": "no partition key's index", "frame": base64.b64encode(framed(b"\x0a\x01k" + bytes.fromhex("1a031a0178"))).decode(),
     "users": None},
    {"name": "no data", "frame": base64.b64encode(framed(b"\x0a\x01k" + bytes.fromhex("1a020800"))).decode(), "users": None},
    {"name": "a length beyond the end", "frame": base64.b64encode(framed(b"\x0a\x7fk")).decode(), "users": None},
    {"name": "a key that is no UTF-8", "frame": base64.b64encode(framed(b"\x0a\x01\xff" + bytes([0x1A, len(record)]) + record)).decode(),
     "users": None},
    {"name": "a number where a text belongs", "frame": base64.b64encode(framed(b"\x08\x01")).decode(), "users": None},
], indent=1, ensure_ascii=True))
