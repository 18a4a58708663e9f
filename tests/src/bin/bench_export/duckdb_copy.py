"""Loads exported readings into tables like those of the portal, and writes them as Parquet for each line of input.

usage: duckdb_copy.py EXPORTED WRITTEN
"""

import sys
import time

import duckdb

exported, written = sys.argv[1:]
database = duckdb.connect()
# It would go where the answers go.
database.execute("SET enable_progress_bar = false")
database.execute("CREATE TABLE exported AS SELECT * FROM read_parquet($path)", {"path": exported})
database.execute(
    "CREATE TABLE streams AS SELECT row_number() OVER () AS id, *, 'Europe/Berlin' AS zone"
    " FROM (SELECT DISTINCT workflow, device, skill, tags, location, key, type FROM exported)"
)
database.execute(
    "CREATE TABLE output_events AS SELECT s.id AS stream_id, epoch_us(e.time) AS at, 0 AS ordinal,"
    " e.number, e.text, e.boolean FROM exported e JOIN streams s USING (device, key) ORDER BY 1, 2"
)
database.execute("DROP TABLE exported")
print(database.execute("SELECT count(*) FROM output_events").fetchone()[0], flush=True)
copy = f"""COPY (
    SELECT make_timestamptz(e.at) AS time, timezone(s.zone, make_timestamptz(e.at)) AS local_time,
        CASE epoch_us(timezone(s.zone, make_timestamptz(e.at))) - e.at
            WHEN 3600000000 THEN '+01:00' WHEN 7200000000 THEN '+02:00' END AS utc_offset,
        s.workflow, s.device, s.skill, s.tags, s.location, s.key, s.type, e.number, e.text, e.boolean
    FROM output_events e JOIN streams s ON s.id = e.stream_id
    ORDER BY e.at, e.stream_id, e.ordinal
) TO '{written}' (FORMAT parquet, COMPRESSION zstd)"""
for _ in sys.stdin:
    begun = time.perf_counter()
    database.execute(copy)
    print(time.perf_counter() - begun, flush=True)
