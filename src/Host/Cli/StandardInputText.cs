using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Host.Cli;

/// <summary>An option whose value is <c>-</c> takes its text from standard input.</summary>
internal static class StandardInputText
{
    /// <returns>What is wrong with the text; null when nothing is. Nothing is cut off silently.</returns>
    public static async Task<string?> FillAsync(Command<HostContext> row, JsonObject parameters)
    {
        foreach (var argument in row.Arguments.Where(argument => argument.Placeholder.EndsWith("|-", StringComparison.Ordinal)))
        {
            if (parameters[argument.Name]?.GetValue<string>() != "-") continue;
            using var reader = new StreamReader(StandardStreams.OpenInput());
            var buffer = new char[TaskPrompt.MaxBytes + 1];
            var length = await reader.ReadBlockAsync(buffer).ConfigureAwait(false);
            if (length > TaskPrompt.MaxBytes) return TaskPrompt.TooLong;
            parameters[argument.Name] = new string(buffer, 0, length);
        }

        return null;
    }
}
