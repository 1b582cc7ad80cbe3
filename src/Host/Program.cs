using Orchtui.Host.AgentRun;

return args is [AgentRunCommand.Verb, .. var rest] ? await AgentRunCommand.RunAsync(rest) : 2;
