using System.Diagnostics;

namespace Orchtui.TestKit;

/// <summary>
/// A network namespace in which nothing but loopback exists, so that a program under test reaches the servers of its test and nobody
/// else. A small process holds it open (<c>cat</c>, which ends with our pipe, hence also when the test run is killed); programs are
/// started through <c>nsenter</c>, which replaces itself by the program: process id, terminal, working directory and exit status are the
/// program's own. Everything that has to meet (model server, host, keeper, clients, agents) goes into one namespace; children stay in it
/// by themselves. Unix sockets with a path are not part of a network namespace: the test itself stays outside and still reaches those.
/// </summary>
public sealed class LoopbackNamespace : IAsyncDisposable
{
    private const string HolderScript = "ip link set lo up && echo ready && exec cat";

    private readonly Process _holder;

    private LoopbackNamespace(Process holder)
    {
        _holder = holder;
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--preserve-credentials"];
        Prefix = ["nsenter", $"--target={holder.Id}", "--net", .. user, "--"];
    }

    /// <summary>The words to put before a program and its arguments.</summary>
    public IReadOnlyList<string> Prefix { get; }

    public static async Task<LoopbackNamespace> StartAsync()
    {
        // Without privilege a user namespace comes with it, in which this user may set loopback up.
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var holder = Process.Start(new ProcessStartInfo("unshare", ["--net", .. user, "--", "sh", "-c", HolderScript])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await holder.StandardOutput.ReadLineAsync() == "ready") return new(holder);

        var reason = await holder.StandardError.ReadToEndAsync();
        await holder.WaitForExitAsync();
        holder.Dispose();
        throw new InvalidOperationException($"No network namespace could be made: {reason.Trim()}");
    }

    /// <summary>The program with its arguments, to be started inside.</summary>
    public string[] Enter(params IEnumerable<string> program) => [.. Prefix, .. program];

    /// <summary>The same as something to start; streams and environment are the caller's to set.</summary>
    public ProcessStartInfo StartInfo(params IEnumerable<string> program)
    {
        var words = Enter(program);
        return new(words[0], words[1..]);
    }

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }
}
