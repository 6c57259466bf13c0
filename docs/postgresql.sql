-- The tables of achpack in PostgreSQL, CockroachDB and YugabyteDB.
-- SPDX-License-Identifier: MIT
--
--     psql -v ON_ERROR_STOP=1 -d DATABASE -f postgresql.sql
--
-- Run it as the owner of the database. It can be run again at any time, also after an update of
-- achpack: what is there already stays as it is. Servers use a role that may change records and
-- nothing else; see "Roles" at the end.

CREATE SCHEMA IF NOT EXISTS achpack;

-- The version of these tables. achpack opens a store whose version it knows, and no other.
CREATE TABLE IF NOT EXISTS achpack.achpack_meta (
    one    INT8 NOT NULL PRIMARY KEY CHECK (one = 1), -- there is one row
    schema INT8 NOT NULL CHECK (schema >= 0)          -- 0: the tables are being made
);
INSERT INTO achpack.achpack_meta (one, schema) VALUES (1, 0) ON CONFLICT (one) DO NOTHING;

-- From here on everything is done, or nothing. Who runs this file at the same time waits for this
-- row: a row's lock is known to all three databases, an advisory lock is not.
BEGIN;
SELECT schema FROM achpack.achpack_meta WHERE one = 1 FOR UPDATE;

-- ---------------------------------------------------------------------------- version 1

-- What one player has reached in one node. Texts are UTF-8, kept as bytes: they sort bytewise
-- everywhere, whatever the encoding and the collation of the database. achpack.progress shows them
-- as text.
CREATE TABLE IF NOT EXISTS achpack.record (
    player       BYTEA NOT NULL CHECK (length(player) BETWEEN 1 AND 256),
    node         BYTEA NOT NULL CHECK (length(node) BETWEEN 1 AND 256),
    progress     INT8  NOT NULL CHECK (progress >= 0),
    version      INT8  NOT NULL CHECK (version > 0),
    completed_at INT8  NOT NULL CHECK (completed_at >= 0), -- seconds since 1970; 0: not completed
    extra        BYTEA NOT NULL CHECK (length(extra) <= 1048576),
    definition   INT8  NOT NULL,                           -- fingerprint of the node's definition
    PRIMARY KEY (player, node)
) WITH (fillfactor = 80); -- leaves room beside each record, so that updates touch no index

-- For hundreds of millions of records in PostgreSQL, before the first one is stored: the same table
-- in parts by player. Replace the last line above by
--
--     ) PARTITION BY HASH (player);
--
-- and make the parts, a power of two of them, so that each has some ten million records:
--
--     CREATE TABLE achpack.record_0 PARTITION OF achpack.record
--         FOR VALUES WITH (MODULUS 16, REMAINDER 0) WITH (fillfactor = 80);
--     ...
--     CREATE TABLE achpack.record_15 PARTITION OF achpack.record
--         FOR VALUES WITH (MODULUS 16, REMAINDER 15) WITH (fillfactor = 80);
--
-- Each call of achpack names its player, so it touches one part. CockroachDB and YugabyteDB spread
-- the table by themselves; leave it whole there.

-- The newest batch of each source (an outbox, a run of the tool), and what became of it: so a batch
-- that is sent again is not counted again.
CREATE TABLE IF NOT EXISTS achpack.source (
    id         BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    number     INT8  NOT NULL CHECK (number > 0),
    changed_at INT8  NOT NULL CHECK (changed_at >= 0),
    outcomes   BYTEA NOT NULL CHECK (length(outcomes) <= 4096)
) WITH (fillfactor = 50);

-- For people.
CREATE OR REPLACE VIEW achpack.progress AS
    SELECT convert_from(player, 'UTF8') AS player,
           convert_from(node, 'UTF8')   AS node,
           progress,
           version,
           completed_at,
           convert_from(extra, 'UTF8')  AS extra,
           definition
    FROM achpack.record;

UPDATE achpack.achpack_meta SET schema = 1 WHERE one = 1 AND schema < 1;

-- A later version adds its changes here, each behind those before it, and its number.

COMMIT;

-- ---------------------------------------------------------------------------- Roles

-- achpack_server is what a server needs: it can neither delete records nor change the tables.
-- achpack_reader only looks. The role that a server logs in with is a member:
--
--     CREATE ROLE lobby_1 LOGIN PASSWORD '...' IN ROLE achpack_server;
--
-- \gexec is psql's: it runs the line that the query gives, if the role is not there yet.
SELECT 'CREATE ROLE achpack_server'
 WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'achpack_server') \gexec
SELECT 'CREATE ROLE achpack_reader'
 WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'achpack_reader') \gexec

GRANT USAGE ON SCHEMA achpack TO achpack_server, achpack_reader;
GRANT SELECT ON achpack.achpack_meta, achpack.record, achpack.progress
    TO achpack_server, achpack_reader;
GRANT INSERT, UPDATE ON achpack.record TO achpack_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON achpack.source TO achpack_server;
