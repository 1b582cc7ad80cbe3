using System.Diagnostics;
using Orchtui.Host.Daemon;
using Orchtui.Host.Keeper;
using Orchtui.Mux;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Daemon;

public sealed class DaemonPartsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void How_panes_ended_is_known_after_a_restart_and_only_the_newest_are_kept()
    {
        var ended = Ended();
        for (var i = 1; i <= 2500; i++) ended.Add(new PaneId(i), ExitStatus.Exited(i % 256));
        ended.Add(new PaneId(2500), ExitStatus.Signaled(9));
        Assert.Null(ended.Find(new PaneId(1500)));
        Assert.InRange(File.ReadAllLines(_folder["ended.jsonl"]).Length, 1000, 2001);
        var again = Ended();
        Assert.Equal(ExitStatus.Exited(2500 % 256), again.Find(new PaneId(2500)));
        Assert.Equal(ExitStatus.Exited(1501 % 256), again.Find(new PaneId(1501)));
        Assert.Null(again.Find(new PaneId(1500)));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_line_cut_off_by_a_crash_costs_that_line()
    {
        Ended().Add(new PaneId(1), ExitStatus.Exited(3));
        File.AppendAllText(_folder["ended.jsonl"], "{\"Id\":2,\"Ki");
        Assert.Equal(ExitStatus.Exited(3), Ended().Find(new PaneId(1)));
        Assert.Null(Ended().Find(new PaneId(2)));
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_said_and_no_fault()
    {
        Directory.CreateDirectory(_folder["ended.jsonl"]);
        var ended = Ended();
        ended.Add(new PaneId(1), ExitStatus.Exited(3));
        Assert.Equal(ExitStatus.Exited(3), ended.Find(new PaneId(1)));
        Assert.NotEmpty(_warnings);
    }

    [Fact]
    public async Task A_process_in_a_tasks_pane_is_known_by_its_ancestors()
    {
        var origins = new CallerOrigins();
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "sh -c 'sh -c \"echo \\$\\$; read x\"; true'; true"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var inner = int.Parse((await shell.StandardOutput.ReadLineAsync())!);
        Assert.NotEqual(shell.Id, inner);
        Assert.Null(origins.TaskOf(inner));
        origins.Add(shell.Id, 12);
        Assert.Equal(12, origins.TaskOf(inner));
        origins.Remove(shell.Id);
        origins.Add(shell.Id, null);
        Assert.Null(origins.TaskOf(inner));
        origins.Remove(shell.Id);
        origins.KeeperPid = Environment.ProcessId;
        origins.Add(Environment.ProcessId, null);
        Assert.Equal(0, origins.TaskOf(inner));
        Assert.Equal(0, origins.TaskOf(0));
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
    }

    [Fact]
    public async Task Whoever_is_gone_before_it_is_looked_at_is_no_person()
    {
        using var shell = Process.Start(new ProcessStartInfo("true"))!;
        await shell.WaitForExitAsync();
        Assert.Equal(0, new CallerOrigins().TaskOf(shell.Id));
    }

    [Fact]
    public async Task Whoever_hides_behind_a_long_line_of_parents_is_no_person()
    {
        // Each shell starts the next one; the innermost tells its number.
        const string Script = "if [ $1 -gt 0 ]; then sh -c \"$0\" \"$0\" $(($1-1)); true; else echo $$; read x; fi";
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, Script, "80"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var inner = int.Parse((await shell.StandardOutput.ReadLineAsync())!);
        Assert.Equal(0, new CallerOrigins().TaskOf(inner));
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
    }

    [Fact]
    public void A_long_home_has_its_sockets_in_a_short_folder_and_the_keeper_agrees()
    {
        var plain = HomeDirectory.At("/tmp/home");
        Assert.Equal("/tmp/home/run/attach.sock", plain.AttachSocket);
        Assert.Equal(plain.KeeperSocket, KeeperOptions.ForHome("/tmp/home").SocketPath);
        for (var length = 80; length < 140; length++)
        {
            var path = "/tmp/" + new string('x', length);
            var home = HomeDirectory.At(path);
            foreach (var socket in new[] { home.AttachSocket, home.HostSocket, home.KeeperSocket })
            {
                Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(socket), 1, 107);
                Assert.True(socket.StartsWith(path, StringComparison.Ordinal) || socket.StartsWith($"/tmp/orchtui-{Self.UserId}/", StringComparison.Ordinal), socket);
            }

            Assert.Equal(home.KeeperSocket, KeeperOptions.ForHome(path).SocketPath);
            Assert.Equal(3, new[] { home.AttachSocket, home.HostSocket, home.KeeperSocket }.Distinct().Count());
        }

        Assert.NotEqual(HomeDirectory.At("/tmp/" + new string('x', 120)).HostSocket, HomeDirectory.At("/tmp/" + new string('y', 120)).HostSocket);
    }

    [Fact]
    public void A_home_is_the_owners_alone()
    {
        var home = HomeDirectory.At(_folder["home"]);
        home.Create();
        home.Create();
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var path in new[] { home.Path, home.RunDirectory, home.LogsDirectory }) Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_pane_gets_the_callers_environment_without_what_is_ours()
    {
        var clean = ChildEnvironments.Clean(new Dictionary<string, string>
        {
            ["PATH"] = "/bin",
            ["DOTNET_ROOT"] = "x",
            ["ORCHTUI_PANE"] = "3",
            ["ORCHTUI_HOME"] = "/h",
            ["TMUX"] = "t",
            ["COLUMNS"] = "80",
            ["TERM"] = "screen",
            ["MINE"] = "",
        });
        Assert.Equal(["MINE", "PATH", "TERM"], clean.Keys.Order(StringComparer.Ordinal));
        var pane = ChildEnvironments.ForPane(clean, HomeDirectory.At("/h"), 7).ToDictionary();
        Assert.Equal(("xterm-256color", "truecolor", "/h", "7", "/bin"), (pane["TERM"], pane["COLORTERM"], pane["ORCHTUI_HOME"], pane["ORCHTUI_PANE"], pane["PATH"]));
        Assert.DoesNotContain("ORCHTUI_TASK", pane.Keys);
        Assert.Equal("12", ChildEnvironments.ForPane(clean, HomeDirectory.At("/h"), 7, 12).ToDictionary()["ORCHTUI_TASK"]);
    }

    [Fact]
    public void An_event_is_one_line_in_the_log()
    {
        var path = _folder["orchtui.log"];
        using (var log = new HostLog(path, new ManualTime()))
        {
            log.Info("first\nand second");
            log.Warn("third");
            log.ForPlugin("demo").Warning("fourth");
        }

        Assert.Equal(
            ["2026-01-01T12:00:00.000Z info first ⏎ and second", "2026-01-01T12:00:00.000Z warn third", "2026-01-01T12:00:00.000Z warn [demo] fourth"],
            File.ReadAllLines(path));
    }

    [Fact]
    public void A_log_that_would_grow_too_large_is_put_aside_while_it_is_written_and_no_line_is_lost()
    {
        var path = _folder["orchtui.log"];
        const int Lines = 16_000;
        using (var log = new HostLog(path, new ManualTime()))
            for (var i = 0; i < Lines; i++) log.Info($"line {i} {new string('x', 500)}");
        var (newer, older) = (File.ReadAllLines(path), File.ReadAllLines(path + ".1"));
        Assert.Equal(Lines, older.Length + newer.Length);
        Assert.Contains($"line {older.Length} ", newer[0]);
        Assert.InRange(new FileInfo(path + ".1").Length, HostLog.LargestFile - 1000, HostLog.LargestFile);
        Assert.Equal([path, path + ".1"], Directory.EnumerateFiles(_folder.Path, "orchtui.log*").Order());
        using (var log = new HostLog(path, new ManualTime()))
            for (var i = 0; i < Lines; i++) log.Info($"line {i} {new string('x', 500)}");
        Assert.InRange(Directory.EnumerateFiles(_folder.Path, "orchtui.log*").Sum(file => new FileInfo(file).Length), 0, 2 * HostLog.LargestFile);
    }

    [Fact]
    public void A_log_that_cannot_be_put_aside_costs_lines_and_nothing_else()
    {
        var path = _folder["orchtui.log"];
        Directory.CreateDirectory(Path.Combine(path + ".1", "in the way"));
        File.WriteAllBytes(path, new byte[HostLog.LargestFile]);
        using var log = new HostLog(path, new ManualTime());
        log.Info("no room");
        Assert.Equal(HostLog.LargestFile, new FileInfo(path).Length);
    }

    private EndedPanes Ended() => new(_folder["ended.jsonl"], _warnings.Add);
}
