using System.Globalization;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>How the agent's program is told what to do: by the words of its command line and two environment variables.</summary>
/// <param name="SessionId">The id of the conversation.</param>
/// <param name="Resumes">Whether the conversation existed before.</param>
/// <param name="IsHeadless">One prompt from standard input, JSON lines out, then the end.</param>
/// <param name="FirstPrompt">What to begin with; empty to wait at the prompt line.</param>
internal sealed record DemoArguments(string SessionId, bool Resumes, bool IsHeadless, string FirstPrompt)
{
    public const string Session = "--session";
    public const string Resume = "--resume";
    public const string Headless = "--headless";
    public const string Prompt = "--prompt";

    /// <summary>Names the folder that takes one file per event; without it there are none.</summary>
    public const string EventsVariable = "DEMO_EVENTS";

    /// <summary>Divides every pause.</summary>
    public const string SpeedVariable = "DEMO_SPEED";

    /// <summary>Null when the command line is not one of the program's own.</summary>
    public static DemoArguments? Parse(IReadOnlyList<string> words)
    {
        var arguments = new DemoArguments("", false, false, "");
        for (var i = 0; i < words.Count; i++)
        {
            var value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i], value)
            {
                case (Headless, _):
                    arguments = arguments with { IsHeadless = true };
                    continue;
                case (Session, not null):
                    arguments = arguments with { SessionId = value };
                    break;
                case (Resume, not null):
                    arguments = arguments with { SessionId = value, Resumes = true };
                    break;
                case (Prompt, not null):
                    arguments = arguments with { FirstPrompt = value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return arguments.SessionId.Length > 0 ? arguments : null;
    }

    public static double Speed() =>
        double.TryParse(Environment.GetEnvironmentVariable(SpeedVariable), CultureInfo.InvariantCulture, out var speed) && speed > 0
            ? speed
            : 1;
}
