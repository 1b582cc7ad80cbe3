-- What headless agents said and did, numbered within each attempt, for replay.
CREATE TABLE agent_updates (
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    attempt INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (task_id, attempt, sequence)
) WITHOUT ROWID;
