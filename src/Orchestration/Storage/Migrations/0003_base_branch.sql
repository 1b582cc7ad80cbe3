-- Where a task's work started and is landed; null in rows from before, HEAD where no branch was checked out.
ALTER TABLE tasks ADD COLUMN base_branch TEXT;
