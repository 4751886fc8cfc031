-- What a run was asked for, beside its command and workspace. One dialect, repeatable, as V1.

-- As options of the command line, '' for the whole workspace; null where an earlier Muster wrote.
ALTER TABLE muster_run ADD COLUMN IF NOT EXISTS choice VARCHAR;
