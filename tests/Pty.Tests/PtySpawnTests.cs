using System.Text;
using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class PtySpawnTests
{
    [Fact]
    public void Arguments_arrive_exactly_as_given()
    {
        string[] odd = ["", "two words", "it's", "\"quoted\"", "$HOME `id` \\ *", "line\nbreak", "größe 日本 🎉", "-"];
        using var child = PtyChild.Start(["/bin/sh", "-c", "echo ready; read line", .. odd]);
        child.WaitFor("ready");
        var seen = File.ReadAllText($"/proc/{child.Pid}/cmdline", Encoding.UTF8).Split('\0')[3..^1];
        Assert.Equal(odd, seen);
    }

    [Fact]
    public void Environment_is_exactly_the_one_given()
    {
        KeyValuePair<string, string>[] environment = [new("A", ""), new("B", "x=y z\n2"), new("Ü", "ß")];
        var request = PtyChild.Request("/bin/sh", "-c", "echo ready; read line") with { Environment = environment };
        using var child = PtyChild.Start(request);
        child.WaitFor("ready");
        var seen = File.ReadAllText($"/proc/{child.Pid}/environ", Encoding.UTF8);
        Assert.Equal($"A=\0B=x=y z\n2\0Ü=ß\0PWD={request.WorkingDirectory}\0", seen);
    }

    [Fact]
    public void The_directory_of_whoever_started_us_is_not_passed_on()
    {
        using var directory = new TemporaryDirectory();
        var request = PtyChild.Request("/usr/bin/env") with { WorkingDirectory = directory.Path, Environment = [new("PWD", "/usr"), new("A", "b")] };
        using var child = PtyChild.Start(request);
        Assert.Equal($"A=b\nPWD={directory.Path}\n", child.ReadToEnd());
    }

    [Fact]
    public void Working_directory_is_the_one_given()
    {
        using var directory = new TemporaryDirectory();
        using var child = PtyChild.Start(PtyChild.Request("/bin/pwd", "-P") with { WorkingDirectory = directory.Path });
        Assert.Equal(directory.Path + "\n", child.ReadToEnd());
    }

    [Fact]
    public void A_relative_program_is_found_from_the_working_directory()
    {
        using var directory = new TemporaryDirectory();
        MakeScript(directory, "run.sh", "#!/bin/sh\necho here\n");
        using var child = PtyChild.Start(PtyChild.Request("./run.sh") with { WorkingDirectory = directory.Path });
        Assert.Equal("here\n", child.ReadToEnd());
    }

    [Fact]
    public void The_program_is_searched_in_the_path_of_the_child()
    {
        using var directory = new TemporaryDirectory();
        MakeScript(directory, "only-in-child-path", "#!/bin/sh\necho found\n");
        var environment = new KeyValuePair<string, string>[] { new("PATH", $"/nowhere:{directory.Path}:/bin") };
        using var child = PtyChild.Start(PtyChild.Request("only-in-child-path") with { Environment = environment });
        Assert.Equal("found\n", child.ReadToEnd());
    }

    [Fact]
    public void The_child_sees_the_size_before_its_first_instruction()
    {
        using var child = PtyChild.Start(PtyChild.Request("stty", "size") with { Size = new PtySize(123, 45) });
        Assert.Equal("45 123\n", child.ReadToEnd());
    }

    [Fact]
    public void A_resize_reaches_the_program_as_a_signal_with_the_new_size()
    {
        using var child = PtyChild.Start("bash", "-c", "trap 'stty size; exit' WINCH; echo ready; while :; do read -t 5 x; done");
        child.WaitFor("ready");
        Assert.True(child.Master.Resize(new PtySize(77, 11)));
        child.WaitFor("11 77");
        Assert.Equal(new PtySize(77, 11), child.Master.Size);
    }

    [Fact]
    public void The_child_leads_a_session_with_the_terminal_as_its_own()
    {
        using var child = PtyChild.Start("/bin/sh", "-c", "ps -o pid=,pgid=,sid=,tpgid= -p $$; tty");
        var lines = child.ReadToEnd().Split('\n');
        Assert.Equal(4, lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(field => field == $"{child.Pid}"));
        Assert.StartsWith("/dev/pts/", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_have_their_default_action_in_the_child()
    {
        using var child = PtyChild.Start("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status");
        const ulong LibraryInternal = 0x180000000;
        var masks = child.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Convert.ToUInt64(line.Split('\t')[1], 16) & ~LibraryInternal);
        Assert.Equal([0, 0], masks);
    }

    [Fact]
    public void No_descriptor_leaks_into_the_child()
    {
        var numbers = InheritablePipe();
        using var reader = new FileDescriptor(numbers.Reader);
        using var writer = new FileDescriptor(numbers.Writer);
        using var child = PtyChild.Start("ls", "/proc/self/fd");
        Assert.Equal(["0", "1", "2", "3"], child.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        static unsafe (int Reader, int Writer) InheritablePipe()
        {
            var ends = stackalloc int[2];
            Assert.Equal(0, Native.Libc.pipe(ends));
            return (ends[0], ends[1]);
        }
    }

    [Fact]
    public void The_open_file_limit_of_the_child_can_be_set_without_touching_ours()
    {
        using var child = PtyChild.Start(PtyChild.Request("/bin/sh", "-c", "ulimit -Sn") with { OpenFileLimit = 512 });
        Assert.Equal("512\n", child.ReadToEnd());
        using var other = PtyChild.Start("/bin/sh", "-c", "ulimit -Sn");
        Assert.NotEqual("512\n", other.ReadToEnd());
    }

    [Theory]
    [InlineData("no-such-program", SpawnFailureKind.ProgramNotFound, "'no-such-program' is in no folder of PATH")]
    [InlineData("/no/such/file", SpawnFailureKind.ProgramNotFound, "'/no/such/file' does not exist")]
    [InlineData("", SpawnFailureKind.ProgramNotFound, "No program was named")]
    [InlineData("/etc/passwd", SpawnFailureKind.NotExecutable, "'/etc/passwd' may not be executed")]
    public void A_missing_program_is_a_value_that_names_it(string program, SpawnFailureKind kind, string message)
    {
        var failed = Assert.IsType<SpawnResult.Failed>(PtySpawn.Start(PtyChild.Request(program)));
        Assert.Equal(kind, failed.Failure.Kind);
        Assert.Contains(message, failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_directory_is_told_apart_from_a_missing_program()
    {
        var failed = Assert.IsType<SpawnResult.Failed>(
            PtySpawn.Start(PtyChild.Request("/bin/true") with { WorkingDirectory = "/no/such/place" }));
        Assert.Equal(SpawnFailureKind.DirectoryMissing, failed.Failure.Kind);
        Assert.Contains("'/no/such/place' does not exist", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo no first line\n", "needs a first line")]
    [InlineData("#!/no/such/interpreter\n", "interpreter")]
    public void A_script_that_cannot_run_says_why(string content, string message)
    {
        using var directory = new TemporaryDirectory();
        var script = MakeScript(directory, "script", content);
        var failed = Assert.IsType<SpawnResult.Failed>(PtySpawn.Start(PtyChild.Request(script)));
        Assert.Equal(SpawnFailureKind.NotExecutable, failed.Failure.Kind);
        Assert.Contains(message, failed.Failure.Message, StringComparison.Ordinal);
    }

    private static string MakeScript(TemporaryDirectory directory, string name, string content)
    {
        var path = directory.Write(name, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
