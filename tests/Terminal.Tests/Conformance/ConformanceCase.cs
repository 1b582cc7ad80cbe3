using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchtui.Terminal.Tests.Conformance;

/// <summary>One case of the recorded conformance corpora: steps that write, resize or look at the screen.</summary>
internal sealed record ConformanceCase(string Corpus, string Name, CellSize Size, IReadOnlyList<ConformanceStep> Steps)
{
    public static IEnumerable<ConformanceCase> Load(string folder)
    {
        foreach (var item in Json(Path.Combine(folder, "xtermjs", "cases.json")).EnumerateArray())
        {
            var name = item.GetProperty("name").GetString()!;
            var input = File.ReadAllBytes(Path.Combine(folder, "xtermjs", name + ".in"));
            var lines = File.ReadAllText(Path.Combine(folder, "xtermjs", name + ".text")).Split('\n')
                .Select(line => Regex.Replace(line, @"\s+$", "")).Take(25).ToList();
            while (lines.Count < 25) lines.Add("");
            var expected = JsonSerializer.SerializeToElement(new[] { new { lines } });
            yield return new ConformanceCase("xtermjs", name, new CellSize(80, 25),
                [new WriteStep(ThroughTty(input)), new LookStep(expected.EnumerateArray().ToList())]);
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "libvterm"), "*.json").Order(StringComparer.Ordinal))
            foreach (var item in Json(file).GetProperty("cases").EnumerateArray())
                if (Libvterm(item) is { } one) yield return one;
    }

    private static ConformanceCase? Libvterm(JsonElement item)
    {
        var tags = item.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).ToHashSet();
        if (tags.Overlaps(["eightbit", "dblwh"]) || tags.Any(tag => tag.StartsWith("unsupported", StringComparison.Ordinal))) return null;
        var corpus = tags.Contains("resize") ? "libvterm-resize" : tags.Contains("reply") ? "libvterm-reply" : "libvterm";
        var reply = corpus == "libvterm-reply";
        var steps = new List<ConformanceStep>();
        foreach (var step in item.GetProperty("steps").EnumerateArray())
        {
            var expectations = step.GetProperty("expect").EnumerateArray().ToList();
            if (reply && expectations.Any(e => e.TryGetProperty("output", out _))) steps.Add(new LookStep([]));
            if (step.TryGetProperty("resize", out var resize))
                steps.Add(new ResizeStep(new CellSize(resize[1].GetInt32(), resize[0].GetInt32())));
            else steps.Add(new WriteStep(Convert.FromHexString(step.GetProperty("push").GetString()!)));
            expectations.RemoveAll(e => !reply && e.TryGetProperty("output", out _));
            if (expectations.Count > 0) steps.Add(new LookStep(expectations));
        }

        if (!steps.OfType<LookStep>().Any(look => look.Expectations.Count > 0)) return null;
        var size = new CellSize(item.GetProperty("cols").GetInt32(), item.GetProperty("rows").GetInt32());
        return new ConformanceCase(corpus, item.GetProperty("name").GetString()!, size, steps);
    }

    /// <summary>Runs the case and returns what failed; nothing when it passed.</summary>
    public IReadOnlyList<string> Run()
    {
        using var emulator = new Emulator(Size, new EmulatorOptions());
        var failures = new List<string>();
        foreach (var step in Steps)
        {
            if (step is WriteStep write) emulator.Write(write.Bytes);
            else if (step is ResizeStep resize) emulator.Resize(resize.Size);
            else if (step is LookStep look) failures.AddRange(new ConformanceCheck(emulator).Failures(look.Expectations));
        }

        return failures;
    }

    private static byte[] ThroughTty(byte[] input) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(input).Replace("\n", "\r\n"));

    private static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
}

internal abstract record ConformanceStep;

internal sealed record WriteStep(byte[] Bytes) : ConformanceStep;

internal sealed record ResizeStep(CellSize Size) : ConformanceStep;

internal sealed record LookStep(List<JsonElement> Expectations) : ConformanceStep;

/// <summary>Compares an emulator with a case's expectations, as the corpora's own harness does.</summary>
internal sealed class ConformanceCheck(Emulator emulator)
{
    public IEnumerable<string> Failures(IEnumerable<JsonElement> expectations)
    {
        foreach (var expectation in expectations)
        {
            var (want, got) = Compare(expectation);
            if (want != got) yield return $"want {want.ReplaceLineEndings("|")}\n     got {got.ReplaceLineEndings("|")}";
        }

        emulator.ClearReplies();
    }

    private (string Want, string Got) Compare(JsonElement e)
    {
        if (e.TryGetProperty("lines", out var lines))
            return (string.Join('\n', lines.EnumerateArray().Select(line => Trim(line.GetString()!))), Rows(0, emulator.Size.Rows, 0,
                emulator.Size.Columns));
        if (e.TryGetProperty("row", out var row)) return (Trim(e.GetProperty("text").GetString()!), Trim(emulator.RowText(row.GetInt32())));
        if (e.TryGetProperty("rect", out var rect))
        {
            var want = string.Join('\n', e.GetProperty("text").GetString()!.Split('\n').Select(Trim));
            return (want.TrimEnd('\n'), Rows(rect[0].GetInt32(), rect[2].GetInt32(), rect[1].GetInt32(), rect[3].GetInt32()).TrimEnd('\n'));
        }

        if (e.TryGetProperty("cell", out var cell)) return CompareCell(e, cell[0].GetInt32(), cell[1].GetInt32());
        if (e.TryGetProperty("cursor", out var cursor))
            return ($"{cursor[0].GetInt32()},{cursor[1].GetInt32()}", $"{emulator.Cursor.Row},{emulator.Cursor.Column}");
        return (e.GetProperty("output").GetString()!, Convert.ToHexStringLower(emulator.PendingReplies));
    }

    private (string Want, string Got) CompareCell(JsonElement e, int row, int column)
    {
        var cells = emulator.Row(row);
        var cell = column < cells.Length ? cells[column] : default;
        var want = e.GetProperty("text").GetString()! is { Length: > 0 } text ? text : " ";
        var width = e.TryGetProperty("width", out var w) && w.GetInt32() == 2 ? " wide" : "";
        return (want.Normalize() + width, emulator.GetText(cell).Normalize() + (width != "" && cell.IsWide ? " wide" : ""));
    }

    private string Rows(int first, int end, int left, int right)
    {
        var rows = new List<string>();
        for (var row = first; row < Math.Min(end, emulator.Size.Rows); row++)
        {
            var cells = emulator.Row(row);
            rows.Add(Trim(emulator.LineText(cells[Math.Min(left, cells.Length)..Math.Min(right, cells.Length)])));
        }

        return string.Join('\n', rows);
    }

    private static string Trim(string text) => text.Normalize(NormalizationForm.FormC).TrimEnd(' ');
}
