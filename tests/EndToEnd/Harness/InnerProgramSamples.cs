using System.Globalization;
using System.Text;

namespace Orchtui.EndToEnd.Harness;

/// <summary>What the programs of <see cref="InnerProgramsTests"/> have to show: the same whenever and wherever they are asked.</summary>
internal static class InnerProgramSamples
{
    /// <summary>A C program with every kind of thing that an editor colours.</summary>
    public static string Source { get; } =
        "#include <stdio.h>\n/* Walks. */\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"int step{i}(const char *name) {{\n\tif (!name) return {i}; // \"quoted\"\n\tprintf(\"%s\\n\", name);\n\treturn 0x{i:x};\n}}\n\n"));

    public static string ColouredLines(int count)
    {
        var text = new StringBuilder();
        for (var i = 1; i <= count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"line {i} \e[{30 + i % 8}mplain\e[0m \e[1;38;5;{i % 256}mindexed\e[0m ");
            text.Append(CultureInfo.InvariantCulture, $"\e[48;2;{i % 256};80;120mdirect\e[0m \e[4mé漢字\e[24m \e[7m{(i % 100 == 99 ? "teal" : "none")}\e[0m\n");
        }

        return text.ToString();
    }

    /// <summary>A repository whose branches leave and come back.</summary>
    public static TemporaryRepository History(int merges)
    {
        var repository = new TemporaryRepository();
        for (var i = 1; i <= merges; i++)
        {
            repository.Git("checkout", "--quiet", "-b", $"topic-{i}");
            repository.Git("commit", "--quiet", "--allow-empty", "--message", $"Work on topic {i}");
            repository.Git("checkout", "--quiet", "main");
            if (i % 2 == 0) repository.Git("commit", "--quiet", "--allow-empty", "--message", $"Go on beside topic {i}");
            repository.Git("merge", "--quiet", "--no-ff", "--message", $"Merge topic {i}", $"topic-{i}");
            if (i % 5 == 0) repository.Git("tag", $"v{i}");
        }

        return repository;
    }

    /// <summary>Midnight Commander without what changes by itself: hints and free space.</summary>
    public static void ConfigureCommander(OrchtuiHome home)
    {
        foreach (var side in new[] { "here", "there" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(home[side], "mc")).FullName;
            File.WriteAllText(Path.Combine(folder, "ini"), "[Layout]\nmessage_visible=0\nfree_space=0\nxterm_title=0\n");
        }
    }

    /// <summary>Files that were all written at one moment.</summary>
    public static string Files(string folder)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < 12; i++)
        {
            var file = Path.Combine(folder, $"file{i:00}.txt");
            File.WriteAllText(file, new string('x', i * 100));
            File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        }

        foreach (var shown in new[] { folder, Path.GetDirectoryName(folder)! })
            Directory.SetLastWriteTimeUtc(shown, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        return folder;
    }
}
