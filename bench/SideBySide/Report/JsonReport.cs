using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchtui.SideBySide.Report;

/// <summary>Everything that was measured, each sample included, for programs to read.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Results results, Options options) => new JsonObject
    {
        ["rounds"] = options.Rounds,
        ["seed"] = options.Seed,
        ["panes"] = options.Panes,
        ["figures"] = new JsonArray([.. results.Figures.Select(figure => Of(results, figure))]),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Of(Results results, Figure figure) => new()
    {
        ["name"] = figure.Name,
        ["unit"] = figure.Unit,
        ["tmux"] = results.Median(figure, Results.Tmux),
        ["orchtui"] = results.Median(figure, Results.Orchtui),
        ["pty_alone"] = results.Median(figure, Results.Bare),
        ["share_of_pty"] = results.ShareOfPty(figure),
        ["ratio"] = results.Ratio(figure),
        ["bar"] = figure.Bar?.ToString(),
        ["met"] = results.IsMet(figure),
        ["samples"] = new JsonObject
        {
            ["tmux"] = Samples(results, figure, Results.Tmux),
            ["orchtui"] = Samples(results, figure, Results.Orchtui),
            ["pty_alone"] = Samples(results, figure, Results.Bare),
        },
    };

    private static JsonArray Samples(Results results, Figure figure, string subject) =>
        new([.. results.Of(figure, subject).Select(value => (JsonNode)value)]);
}
