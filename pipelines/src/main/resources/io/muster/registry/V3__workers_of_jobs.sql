-- Leases of jobs, which have no process of their own: pid 0. One dialect, repeatable, as V1.

-- Which of the job's workers writes; another that takes its place makes it draw nothing any more.
-- Empty for a process, and before a worker has begun.
ALTER TABLE muster_lease ADD COLUMN IF NOT EXISTS worker VARCHAR DEFAULT '' NOT NULL;
