namespace Orchtui.Plugins.Demo.Agent;

/// <summary>
/// What the agent does for a prompt: real, small, deterministic changes below the worktree. Each prompt has files of its own, so that
/// the work of several tasks lands without a conflict.
/// </summary>
internal sealed class WorkPlan(string worktree, DemoPrompt prompt)
{
    private string Notes => $"docs/notes/{prompt.Slug}.md";

    private string Script => $"demo/{prompt.Slug}.sh";

    public IReadOnlyList<WorkStep> Steps() =>
    [
        new("Look around", "Read", ".", LookAround),
        new("Write down the task", "Write", Notes, () => Write(Notes, NotesText())),
        new("Write the script", "Write", Script, () => Write(Script, ScriptText())),
        new("Note the result", "Edit", Notes, () => Append(Notes, $"\n## Result\n`{Script}` prints what was done.\n")),
    ];

    /// <summary>What the answer "yes" adds.</summary>
    public WorkStep Test()
    {
        var path = $"demo/{prompt.Slug}.test.sh";
        return new("Add a test", "Write", path, () => Write(
            path, $"#!/bin/sh\nset -eu\ncd \"$(dirname \"$0\")\"\ntest \"$(sh ./{prompt.Slug}.sh)\" = \"done: {prompt.Slug}\"\n"));
    }

    /// <summary>What a further prompt in the same conversation does.</summary>
    public WorkStep FollowUp(string text) =>
        new("Note the follow-up", "Edit", Notes, () => Append(Notes, $"\n- {text.ReplaceLineEndings(" ")}\n"));

    private string NotesText() => $"# {Heading}\n\n{Quote()}\n\n## Plan\n- a script that does it\n- a look at the result\n";

    private string ScriptText() => $"#!/bin/sh\n# {Heading}\nset -eu\nprintf '%s\\n' \"done: {prompt.Slug}\"\n";

    private string Heading => prompt.Text.Length == 0 ? "Task" : prompt.Text.Split('\n')[0].Trim();

    private string Quote() => string.Join('\n', prompt.Text.Split('\n').Select(line => $"> {line}".TrimEnd()));

    private string LookAround()
    {
        var count = Directory.EnumerateFileSystemEntries(worktree).Take(1_000).Count(entry => Path.GetFileName(entry) != ".git");
        return $"{count} entries";
    }

    private string Write(string path, string text)
    {
        var file = Prepare(path);
        var existed = File.Exists(file);
        File.WriteAllText(file, text);
        return $"{(existed ? "rewrote" : "wrote")} {Lines(text)} lines";
    }

    private string Append(string path, string text)
    {
        File.AppendAllText(Prepare(path), text);
        return $"added {Lines(text)} lines";
    }

    private string Prepare(string path)
    {
        var file = Path.Combine(worktree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private static int Lines(string text) => text.Count(c => c == '\n');
}
