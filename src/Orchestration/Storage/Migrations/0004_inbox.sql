-- What became of each answer that was given from elsewhere than its pane.
CREATE TABLE receipts (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    attempt INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
);

CREATE INDEX receipts_by_task ON receipts (task_id, id);

-- Each change of what an agent was believed to do, with the evidence that decided.
CREATE TABLE agent_changes (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    from_activity TEXT NOT NULL,
    to_activity TEXT NOT NULL,
    source TEXT,
    reason TEXT NOT NULL,
    stuck INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX agent_changes_by_attempt ON agent_changes (task_id, attempt, id);
