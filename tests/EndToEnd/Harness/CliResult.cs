using System.Text.Json.Nodes;

namespace Orchtui.EndToEnd.Harness;

/// <summary>What one verb of the command line answered.</summary>
internal sealed record CliResult(string Command, int ExitCode, string Output, string Error)
{
    public string Text => Output.Trim();

    public JsonNode Json => JsonNode.Parse(Output) ?? throw new InvalidOperationException($"'{Command}' printed no JSON: {Output}");

    public CliResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"'{Command}' ended with {ExitCode}.\nstdout: {Output}\nstderr: {Error}");
        return this;
    }

    /// <summary>It failed, as said on standard error and nowhere else, in words and without a stack trace.</summary>
    public CliResult Failed(int exitCode, params IEnumerable<string> says)
    {
        Assert.True(ExitCode == exitCode, $"'{Command}' ended with {ExitCode}, not {exitCode}.\nstdout: {Output}\nstderr: {Error}");
        foreach (var words in says) Assert.Contains(words, Error, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(Error.Trim());
        return this;
    }
}
