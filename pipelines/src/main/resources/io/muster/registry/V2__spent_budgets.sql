-- Spent budgets, and how many members each list is known to hold. One dialect, repeatable, as V1.

INSERT INTO muster_turn (subject)
  SELECT 'budgets' WHERE NOT EXISTS (SELECT 1 FROM muster_turn WHERE subject = 'budgets');

-- Calls of the last minutes; at_second counts from 1970, rounded up. Old rows go as others come.
CREATE TABLE IF NOT EXISTS muster_recent_calls (
  budget    VARCHAR NOT NULL,
  kind      VARCHAR NOT NULL,
  at_second BIGINT  NOT NULL,
  calls     INTEGER NOT NULL,
  PRIMARY KEY (budget, kind, at_second)
);

-- Calls of each UTC day of the last month.
CREATE TABLE IF NOT EXISTS muster_day_calls (
  budget  VARCHAR NOT NULL,
  kind    VARCHAR NOT NULL,
  utc_day DATE    NOT NULL,
  calls   INTEGER NOT NULL,
  PRIMARY KEY (budget, kind, utc_day)
);

ALTER TABLE muster_list ADD COLUMN IF NOT EXISTS members BIGINT DEFAULT 0 NOT NULL;
