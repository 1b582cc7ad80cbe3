using Orchtui.Commands;

namespace Orchtui.Host.Cli;

/// <summary>The repository of <c>demo</c>: small, made anew each time, below the home.</summary>
internal sealed class DemoRepository(ICommandRunner commands)
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("README.md", "# shop\n\nA small shop, made to try orchtui on. `orchtui demo` makes it anew each time.\n"),
        ("src/checkout.sh", "#!/bin/sh\n# Adds up what is in the basket.\ntotal=0\nfor price in \"$@\"; do total=$((total + price)); done\necho \"$total\"\n"),
        ("src/mailer.sh", "#!/bin/sh\n# Sends a mail to the customer.\necho \"mail to $1\"\n"),
        ("tests/mailer.test.sh", "#!/bin/sh\n[ \"$(sh src/mailer.sh you)\" = 'mail to you' ]\n"),
    ];

    public static string PathIn(HomeDirectory home) => Path.Combine(home.Path, "demo", "shop");

    /// <summary>Makes the repository in place of an earlier one; returns what stood against it, or nothing.</summary>
    public async Task<string> CreateAsync(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        foreach (var (name, text) in Files)
        {
            var file = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text).ConfigureAwait(false);
        }

        string[][] steps =
        [
            ["init", "--quiet", "--initial-branch=main"],
            ["add", "."],
            ["-c", "user.name=orchtui demo", "-c", "user.email=demo@orchtui.invalid", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "A small shop"],
        ];
        foreach (var arguments in steps)
        {
            var result = await commands.RunAsync(new Command { FileName = "git", Arguments = arguments, WorkingDirectory = path }).ConfigureAwait(false);
            if (result.Outcome == CommandOutcome.NotFound) return "git is not on PATH; install it with your system's packages.";
            if (!result.Succeeded) return $"The demo repository could not be made in {path}: git {arguments[0]}: {result.StandardError.Trim()}";
        }

        return "";
    }
}
