using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Cli;

/// <summary>An option whose value is <c>-</c> takes its text from standard input.</summary>
internal static class StandardInputText
{
    private const int LongestText = 4 * 1024 * 1024;

    public static async Task FillAsync(Command<HostContext> row, JsonObject parameters)
    {
        foreach (var argument in row.Arguments.Where(argument => argument.Placeholder.EndsWith("|-", StringComparison.Ordinal)))
        {
            if (parameters[argument.Name]?.GetValue<string>() != "-") continue;
            using var reader = new StreamReader(StandardStreams.OpenInput());
            var buffer = new char[LongestText];
            var length = await reader.ReadBlockAsync(buffer).ConfigureAwait(false);
            parameters[argument.Name] = new string(buffer, 0, length);
        }
    }
}
