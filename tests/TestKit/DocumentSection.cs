using System.Runtime.CompilerServices;
using Xunit;

namespace Orchtui.TestKit;

/// <summary>
/// A part of a document that a test makes: what stands between <c>&lt;!-- begin NAME --&gt;</c> and <c>&lt;!-- end NAME --&gt;</c>.
/// </summary>
public sealed class DocumentSection
{
    private readonly string _path;
    private readonly string _begin;
    private readonly string _end;

    /// <param name="document">The document, from the root of the repository.</param>
    /// <param name="name">The name of the part.</param>
    /// <param name="testFile">Where the test stands, in the repository.</param>
    public DocumentSection(string document, string name, [CallerFilePath] string testFile = "")
    {
        var root = Path.GetDirectoryName(testFile)!;
        while (!File.Exists(Path.Combine(root, "orchtui.sln"))) root = Path.GetDirectoryName(root)!;
        (_path, _begin, _end) = (Path.Combine(root, document), $"<!-- begin {name} -->\n", $"<!-- end {name} -->");
    }

    /// <summary>Whether what is seen is to be written down instead of compared.</summary>
    public static bool Accepts => Environment.GetEnvironmentVariable("ORCHTUI_ACCEPT") == "1";

    public string Text
    {
        get
        {
            var (text, from, to) = Find();
            return text[from..to];
        }
    }

    /// <summary>Compares what was made with what the document says, or writes it down.</summary>
    public void Matches(string made)
    {
        made = made.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Accepts) Write(made);
        else Assert.True(Text == made, TextDifference.Describe(Text, made));
    }

    public void Write(string made)
    {
        var (text, from, to) = Find();
        File.WriteAllText(_path, text[..from] + made.ReplaceLineEndings("\n").TrimEnd('\n') + "\n" + text[to..]);
    }

    private (string Text, int From, int To) Find()
    {
        var text = File.ReadAllText(_path).ReplaceLineEndings("\n");
        var from = text.IndexOf(_begin, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{_path} has no line {_begin}");
        from += _begin.Length;
        var to = text.IndexOf(_end, from, StringComparison.Ordinal);
        Assert.True(to >= 0, $"{_path} has no line {_end}");
        return (text, from, to);
    }
}
