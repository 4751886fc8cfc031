-- Past runs, for people and schedulers. One dialect, repeatable, as V1.

INSERT INTO muster_turn (subject)
  SELECT 'runs' WHERE NOT EXISTS (SELECT 1 FROM muster_turn WHERE subject = 'runs');

-- A run without ended_at goes on, or died: its lease says which. Old rows go as others come.
CREATE TABLE IF NOT EXISTS muster_run (
  run           VARCHAR NOT NULL,
  run_id        VARCHAR DEFAULT '' NOT NULL,
  command       VARCHAR NOT NULL,
  workspace     VARCHAR NOT NULL,
  runner        VARCHAR NOT NULL,
  folder        VARCHAR NOT NULL,
  host          VARCHAR NOT NULL,
  machine       VARCHAR NOT NULL,
  pid           BIGINT  NOT NULL,
  process_start TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  job           VARCHAR DEFAULT '' NOT NULL,
  started_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_at      TIMESTAMP(6) WITH TIME ZONE,
  status        VARCHAR DEFAULT '' NOT NULL,
  exit_code     INTEGER,
  received      BIGINT DEFAULT 0 NOT NULL,
  activated     BIGINT DEFAULT 0 NOT NULL,
  added         BIGINT DEFAULT 0 NOT NULL,
  removed       BIGINT DEFAULT 0 NOT NULL,
  excluded      BIGINT DEFAULT 0 NOT NULL,
  failed        BIGINT DEFAULT 0 NOT NULL,
  unchanged     BIGINT DEFAULT 0 NOT NULL,
  superseded    BIGINT DEFAULT 0 NOT NULL,
  pending       BIGINT DEFAULT 0 NOT NULL,
  malformed     BIGINT DEFAULT 0 NOT NULL,
  calls         BIGINT DEFAULT 0 NOT NULL,
  -- report.json as it was at the end; only the newest keep it.
  report        TEXT DEFAULT '' NOT NULL,
  PRIMARY KEY (run)
);
