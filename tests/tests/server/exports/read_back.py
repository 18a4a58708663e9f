"""Reads an exported file with one of several readers, and writes each row as a line of JSON: the time in microseconds
since 1970, the local time and its offset, workflow, device, skill, tags, location, key, type, and the value, numbers as
the hexadecimal digits of their doubles. The last line has the types of the columns and the totals as the reader sees
them.

usage: read_back.py READER FORMAT FILE
"""

import csv
import datetime
import gzip
import json
import struct
import sys

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
reader, form, path = sys.argv[1:]
columns = {}
totals = None


def micros(moment):
    return (moment - EPOCH) // MICROSECOND


def bits(number):
    return struct.pack(">d", number).hex()


def put(time, local, offset, names, value):
    print(json.dumps([micros(time), local, offset, *names, value], ensure_ascii=False))


def put_text(row):
    """A row of comma-separated values."""
    time, local, workflow, device, skill, tags, location, key, kind, value = row
    time, moment = map(datetime.datetime.fromisoformat, (time, local))
    assert time == moment, row
    if kind == "number":
        value = bits(float(value))
    elif kind == "boolean":
        value = {"true": True, "false": False}[value]
    names = workflow, device, skill, json.loads(tags), location or None, key, kind
    put(time, local[:26], local[26:], names, value)


def put_object(row):
    """An object with the keys of JSON lines."""
    assert list(row) == ["time", "localTime", "workflow", "device", "skill", "tags", "location", "key", "type", "value"]
    local, value = row["localTime"], row["value"]
    time, moment = map(datetime.datetime.fromisoformat, (row["time"], local))
    assert time == moment, row
    if row["type"] == "number":
        value = bits(float(value))
    names = [row[name] for name in ("workflow", "device", "skill", "tags", "location", "key", "type")]
    put(time, local[:26], local[26:], names, value)


def put_typed(row):
    """A row of Parquet."""
    time, local, offset, workflow, device, skill, tags, location, key, kind, number, text, boolean = row
    values = {"number": number, "text": text, "boolean": boolean}
    value = values.pop(kind)
    assert value is not None and list(values.values()) == [None, None], row
    if kind == "number":
        value = bits(value)
    if isinstance(time, int):
        time = EPOCH + time * MICROSECOND
    local = local.isoformat(timespec="microseconds")
    put(time, local, offset, (workflow, device, skill, tags, location, key, kind), value)


def read_with_python():
    unpack = gzip.open if form == "csv-gzip" else open
    with unpack(path, "rt", encoding="utf-8", newline="") as file:
        if form == "json-lines":
            for line in file:
                put_object(json.loads(line))
            return
        rows = csv.reader(file, strict=True)
        for name in next(rows):
            columns[name] = "text"
        for row in rows:
            put_text(row)


def read_with_duckdb():
    global totals
    import duckdb

    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    selected = "*"
    if form == "parquet":
        # A time with a zone would need one more package to be made a Python value.
        selected = "* REPLACE (epoch_us(time) AS time)"
        source, put_row = "read_parquet($path)", put_typed
        totals = "count(*), sum(number), sum(length(text)), count(*) FILTER (boolean)"
    elif form == "json-lines":
        source = "read_json($path, format = 'newline_delimited', columns = {line: 'JSON'}, records = false)"
        put_row = lambda row: put_object(json.loads(row[0]))
    else:
        compression = "gzip" if form == "csv-gzip" else "none"
        source = (
            f"read_csv($path, compression = '{compression}', header = true, all_varchar = true,"
            " delim = ',', quote = '\"', escape = '\"', strict_mode = true, parallel = false)"
        )
        put_row = lambda row: put_text(["" if cell is None else cell for cell in row])
        totals = (
            "count(*), sum(CASE type WHEN 'number' THEN value::DOUBLE END), NULL,"
            " count(*) FILTER (type = 'boolean' AND value = 'true')"
        )
    described = database.execute(f"DESCRIBE SELECT * FROM {source}", {"path": path})
    columns.update((column[0], column[1]) for column in described.fetchall())
    found = database.execute(f"SELECT {selected} FROM {source}", {"path": path})
    while row := found.fetchone():
        put_row(row)
    if totals:
        totals = database.execute(f"SELECT {totals} FROM {source}", {"path": path}).fetchone()


def read_with_pyarrow():
    global totals
    import pyarrow.compute
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path)
    columns.update((field.name, str(field.type)) for field in file.schema_arrow)
    columns["metadata"] = {
        key.decode(): value.decode()
        for key, value in file.metadata.metadata.items()
        if key != b"ARROW:schema"
    }
    columns["groups"] = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    columns["compression"] = sorted(
        {
            file.metadata.row_group(group).column(column).compression
            for group in range(file.num_row_groups)
            for column in range(file.metadata.num_columns)
        }
    )
    table = file.read()
    table.validate(full=True)
    for row in zip(*(column.to_pylist() for column in table.columns)):
        put_typed(row)
    total = lambda values: pyarrow.compute.sum(values).as_py()
    totals = [
        table.num_rows,
        total(table["number"]),
        total(pyarrow.compute.utf8_length(table["text"])),
        total(table["boolean"]),
    ]


{"python": read_with_python, "duckdb": read_with_duckdb, "pyarrow": read_with_pyarrow}[reader]()
print(json.dumps({"columns": columns, "totals": totals}))
