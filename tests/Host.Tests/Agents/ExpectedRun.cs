using System.Globalization;
using Orchtui.Agents;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Agents;

/// <summary>A line of <c>expected.txt</c>.</summary>
internal sealed record ExpectedRun(string Kind, string File, IReadOnlyList<string> Words)
{
    /// <summary>The one who wrote it, whose name the recording begins with.</summary>
    public string Agent => File[..File.IndexOf('-')];

    public string Path => System.IO.Path.Combine(Requirement.SharedFolder!, "agents", File);

    public CellSize Size
    {
        get
        {
            var numbers = Words[0].Split('x').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return new CellSize(numbers[0], numbers[1]);
        }
    }

    public IReadOnlyList<StateSpan> Spans => StateSpan.Parse(Kind == "hooks" ? Words : Words.Skip(1));

    public int ExitCode => int.Parse(Words[0], CultureInfo.InvariantCulture);

    public string Last => Words[^1];

    public AgentErrorClass ErrorClass => Enum.Parse<AgentErrorClass>(Last);

    public static IReadOnlyList<ExpectedRun> All { get; } =
    [
        .. System.IO.File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Agents", "expected.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => new ExpectedRun(words[0], words[1], words[2..])),
    ];

    public static IEnumerable<ExpectedRun> Of(string kind) => All.Where(run => run.Kind == kind);
}
