-- At which vendor account each connection's lists are. One dialect, repeatable, as V1.

-- The destination, and the account's id where the destination has one. Without a row: not known,
-- since an earlier Muster wrote.
CREATE TABLE IF NOT EXISTS muster_connection (
  connection VARCHAR NOT NULL,
  account    VARCHAR NOT NULL,
  PRIMARY KEY (connection)
);
