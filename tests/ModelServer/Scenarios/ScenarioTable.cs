using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Scenarios;

/// <summary>Every scenario by name. A new behaviour is one more row.</summary>
internal static class ScenarioTable
{
    private static readonly WriteFile Hello = new("hello.txt", "Hello from the scripted model.\n");

    private static readonly IScenario[] Rows =
    [
        new ScriptScenario("ok", new([Hello], "Done. I wrote hello.txt.")),
        new TextScenario("text", "There is nothing to change: the scripted model only talks here."),
        new ScriptScenario("bash", new([new RunCommand("echo scripted > bash.txt")], "Done. I ran the command.")),
        new ScriptScenario("slow", new([Hello], "Done. I took my time to write hello.txt."), TimeSpan.FromMilliseconds(400)),
        new ScriptScenario("two-files", new(
            [new WriteFile("one.txt", "The first file.\n"), new WriteFile("two.txt", "The second file.\n")],
            "Done. I wrote one.txt and two.txt.")),
        new ScriptScenario("steps", new(
            [Hello, new ReadFile("hello.txt"), new EditFile("hello.txt", "Hello", "Good morning"), new RunCommand("cat hello.txt")],
            "Done. I wrote, read, edited and showed hello.txt.")),
        new FixedScenario("hang", new Stall(Started: false)),
        new FixedScenario("hang-mid", new Stall(Started: true)),
        new FixedScenario("drop", new Drop()),
        new FixedScenario("drop-mid", new Drop(Started: true)),
        FixedScenario.Error("e400", 400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
        FixedScenario.Error("e401", 401, "authentication_error", "invalid x-api-key"),
        FixedScenario.Error("e403", 403, "permission_error", "Your API key does not have permission to use the specified resource."),
        FixedScenario.Error("e404", 404, "not_found_error", "model: scripted"),
        FixedScenario.Error("e429", 429, "rate_limit_error", "This request would exceed your rate limit of 50 requests per minute.",
            ("retry-after", "1"), ("anthropic-ratelimit-requests-remaining", "0")),
        FixedScenario.Error("e500", 500, "api_error", "Internal server error"),
        FixedScenario.Error("e529", 529, "overloaded_error", "Overloaded"),
        FixedScenario.Error("credit", 400, "invalid_request_error", "Your credit balance is too low to access the API."),
        FixedScenario.Error("quota", 429, "rate_limit_error", "You exceeded your current quota, please check your plan and billing details."),
        FixedScenario.Error("usage", 429, "rate_limit_error",
            "This request would exceed your account's rate limit. Please try again later.",
            ("retry-after", "3600"), ("anthropic-ratelimit-unified-status", "rejected"),
            ("anthropic-ratelimit-unified-representative-claim", "five_hour"),
            ("anthropic-ratelimit-unified-overage-status", "rejected")),
        // The same to a subscriber, with the end of the limit: the first second of 2030 in UTC.
        FixedScenario.Error("limit", 429, "rate_limit_error",
            "This request would exceed your account's rate limit. Please try again later.",
            ("anthropic-ratelimit-unified-status", "rejected"), ("anthropic-ratelimit-unified-reset", "1893456000"),
            ("anthropic-ratelimit-unified-representative-claim", "five_hour"),
            ("anthropic-ratelimit-unified-overage-status", "rejected")),
    ];

    private static readonly Dictionary<string, IScenario> ByName = Rows.ToDictionary(row => row.Name);

    public static IEnumerable<string> Names => ByName.Keys;

    public static IScenario? Find(string name) => ByName.GetValueOrDefault(name);
}
