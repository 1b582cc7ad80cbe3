CREATE TABLE tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    agent TEXT,
    model TEXT,
    source TEXT NOT NULL,
    external_ref TEXT,
    priority INTEGER NOT NULL,
    labels TEXT NOT NULL,
    project TEXT NOT NULL,
    branch TEXT,
    worktree TEXT,
    base_commit TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    session_id TEXT,
    resume INTEGER NOT NULL DEFAULT 0,
    mode TEXT NOT NULL,
    after_id INTEGER REFERENCES tasks (id),
    held INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    environment TEXT,
    reason TEXT NOT NULL DEFAULT '',
    tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd REAL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX tasks_by_turn ON tasks (status, priority, created_at, id);
CREATE INDEX tasks_by_project ON tasks (project, id);
CREATE INDEX tasks_by_agent ON tasks (agent, id);
CREATE INDEX tasks_by_predecessor ON tasks (after_id) WHERE after_id IS NOT NULL;
CREATE INDEX tasks_by_environment ON tasks (environment) WHERE environment IS NOT NULL;
CREATE UNIQUE INDEX tasks_by_external_ref ON tasks (external_ref) WHERE external_ref IS NOT NULL;

CREATE TABLE attempts (
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    agent TEXT NOT NULL,
    model TEXT,
    mode TEXT NOT NULL,
    prompt_hash TEXT NOT NULL DEFAULT '',
    session_id TEXT,
    pane TEXT,
    directory TEXT NOT NULL DEFAULT '',
    exit_code INTEGER,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd REAL,
    error_class TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (task_id, number)
) WITHOUT ROWID;

CREATE INDEX attempts_open ON attempts (state) WHERE state IN ('starting', 'running', 'resting');

CREATE TABLE transitions (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    at INTEGER NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    cause TEXT NOT NULL,
    evidence TEXT NOT NULL
);

CREATE INDEX transitions_by_task ON transitions (task_id, id);
