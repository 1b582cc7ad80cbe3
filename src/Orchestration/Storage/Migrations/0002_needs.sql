-- Which agents are waited for is asked before every dispatch.
CREATE INDEX tasks_by_need ON tasks (status, agent, environment);
