-- One dialect: H2 and PostgreSQL both run this file. Later migrations add spent budgets and runs.
-- A migration that has been released is never changed. H2 does not undo half a migration when its
-- process dies, so each statement can be repeated.

-- Whoever changes a subject locks its row first, so that changes of several rows happen in turn.
CREATE TABLE IF NOT EXISTS muster_turn (
  subject VARCHAR(40) NOT NULL,
  PRIMARY KEY (subject)
);

INSERT INTO muster_turn (subject)
  SELECT 'lists' WHERE NOT EXISTS (SELECT 1 FROM muster_turn WHERE subject = 'lists');
INSERT INTO muster_turn (subject)
  SELECT 'leases' WHERE NOT EXISTS (SELECT 1 FROM muster_turn WHERE subject = 'leases');

-- Which dataflow owns which list at which connection.
CREATE TABLE IF NOT EXISTS muster_list (
  connection      VARCHAR NOT NULL,
  dataflow        VARCHAR NOT NULL,
  audience        VARCHAR NOT NULL,
  list_name       VARCHAR NOT NULL,
  normalised_name VARCHAR NOT NULL,
  list_id         VARCHAR NOT NULL,
  created_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_run_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_run        VARCHAR NOT NULL,
  PRIMARY KEY (connection, dataflow, audience),
  CONSTRAINT muster_list_one_owner UNIQUE (connection, normalised_name)
);

-- Which run writes which connection.
CREATE TABLE IF NOT EXISTS muster_lease (
  connection    VARCHAR NOT NULL,
  run           VARCHAR NOT NULL,
  host          VARCHAR NOT NULL,
  machine       VARCHAR NOT NULL,
  pid           BIGINT  NOT NULL,
  process_start TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  taken_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  heartbeat_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (connection)
);
