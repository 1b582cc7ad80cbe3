using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;
using Orchtui.Terminal.Search;
using Xunit.Abstractions;

namespace Orchtui.Mux.Tests.Panes;

public sealed class CopySearchTests(ITestOutputHelper output) : IDisposable
{
    private const int Lines = 100_000;
    private const int Rows = 24;

    private readonly Emulator _emulator = Filled();

    public void Dispose() => _emulator.Dispose();

    [Theory]
    [InlineData("number 7", 1)]
    [InlineData("number 7", -1)]
    [InlineData(@"^\S+ +w[a-z]+ning .*number \d*99\b", -1)]
    [InlineData("absent", 1)]
    [InlineData(".", -1)]
    public void Pieces_give_every_match_once_and_in_order(string pattern, int direction)
    {
        var copy = new CopyMode(_emulator);
        copy.Scroll(40_000);
        copy.Find(pattern, direction);
        var expected = Expected(pattern);
        Assert.Equal(Math.Min(expected.Count, CopyMode.MostMatches), copy.MatchCount);
        if (expected.Count is 0 or > CopyMode.MostMatches) return;
        copy.ToTop();
        copy.MoveTo(0, 0);
        foreach (var (line, column) in expected.Take(50))
        {
            copy.GoToNext(reverse: direction < 0);
            Assert.Equal((line, column), (_emulator.Scrollback.Count - copy.Offset + copy.Cursor.Row, copy.Cursor.Column));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_nearest_match_is_gone_to_before_the_rest_is_searched(int direction)
    {
        var copy = new CopyMode(_emulator);
        copy.Scroll(50_000);
        var search = copy.BeginSearch(TextPattern.TryParse("number 50", out _)!, direction);
        var steps = 0;
        for (var before = copy.Cursor; copy.Cursor == before && copy.MatchNumber == 0; steps++) Assert.True(copy.Step(search));
        Assert.InRange(steps, 1, 4);
        Assert.Same(search, copy.Search);
        var (first, count) = (copy.MatchNumber, copy.MatchCount);
        copy.GoToNext(reverse: false);
        Assert.Equal(first + direction, copy.MatchNumber);
        Assert.Equal(count, copy.MatchCount);
    }

    [Fact]
    public void A_jump_round_the_end_waits_for_the_rest_to_be_searched()
    {
        var copy = new CopyMode(_emulator);
        var search = copy.BeginSearch(TextPattern.TryParse("number 5 ", out _)!, 1);
        Assert.True(copy.Step(search));
        Assert.True(copy.GoToNext(reverse: false));
        Assert.Equal(0, copy.Offset);
        while (copy.Step(search))
        {
        }

        Assert.True(copy.EndSearch());
        Assert.Equal("number 5 ", copy.Pattern!.Text);
        Assert.True(copy.Offset > 0);
        Assert.Equal(1, copy.MatchNumber);
    }

    [Fact]
    public void Lines_that_go_while_it_is_searched_are_found_no_more()
    {
        var copy = new CopyMode(_emulator);
        var search = copy.BeginSearch(TextPattern.TryParse("warning", out _)!, -1);
        for (var i = 0; copy.Step(search); i++)
        {
            if (i % 10 != 0) continue;
            for (var line = 0; line < 1000; line++) _emulator.Write("more\r\n"u8);
            copy.Follow();
        }

        Assert.True(copy.EndSearch());
        copy.ToTop();
        copy.GoToNext(reverse: true);
        Assert.True(copy.MatchNumber > 0);
        Assert.True(copy.Cursor.Row >= 0);
    }

    [Fact]
    public void A_hundred_thousand_lines_are_searched_in_steps_of_milliseconds()
    {
        foreach (var pattern in new[] { "absent", "warning", @"error: .*(timeout|refused) at \w+", @"(\w+\.)+cs:\d{3}$", "e" })
        {
            var rounds = Enumerable.Range(0, 5).Select(_ => Measure(pattern)).ToList();
            var total = rounds.Min(round => round.Total);

            // What the machine does beside this test hits another step in each round.
            var longest = rounds[0].Steps.Select((_, step) => rounds.Min(round => round.Steps[step])).Max();
            var matches = rounds[0].Matches;
            output.WriteLine($"{pattern}: {total:0} ms, {matches} matches, the mux thread held for {longest:0.00} ms at most");

            // Half a second where nothing else runs: a search that is not linear would take minutes.
            Assert.InRange(total, 0, 5000);
            Assert.InRange(longest, 0, 5);
        }
    }

    private (double Total, List<double> Steps, int Matches) Measure(string pattern)
    {
        var copy = new CopyMode(_emulator);
        var parsed = TextPattern.TryParse(pattern, out _)!;
        var whole = Stopwatch.StartNew();
        copy.BeginSearch(parsed, -1);
        var steps = new List<double>();
        while (true)
        {
            var step = Stopwatch.StartNew();
            var text = copy.NextPiece();
            var taken = step.Elapsed;
            if (text is null) break;
            var found = new List<TextMatch>();
            parsed.FindIn(text, found, copy.RoomForMatches);
            step.Restart();
            copy.AddMatches(found);
            steps.Add((taken + step.Elapsed).TotalMilliseconds);
        }

        copy.EndSearch();
        return (whole.Elapsed.TotalMilliseconds, steps, copy.MatchCount);
    }

    private List<(int Line, int Column)> Expected(string pattern)
    {
        var regex = new System.Text.RegularExpressions.Regex(pattern, System.Text.RegularExpressions.RegexOptions.IgnoreCase);
        var found = new List<(int, int)>();
        var row = new Cell[80];
        for (var line = 0; line < _emulator.Scrollback.Count + Rows; line++)
        {
            var text = line < _emulator.Scrollback.Count
                ? _emulator.LineText(row.AsSpan(0, _emulator.Scrollback.ReadLine(line, row)))
                : _emulator.RowText(line - _emulator.Scrollback.Count);
            foreach (System.Text.RegularExpressions.Match match in regex.Matches(text)) found.Add((line, match.Index));
        }

        return found;
    }

    private static Emulator Filled()
    {
        var emulator = new Emulator(new CellSize(80, Rows), new EmulatorOptions { ScrollbackLines = Lines });
        string[] levels = ["info", "warning", "error"];
        string[] ends = ["served", "timeout", "refused"];
        for (var i = 0; i < Lines + Rows; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture,
                $"\e[2m12:00:{i % 60:00}\e[0m  \e[3{i % 7}m{levels[i % 3]}\e[0m: request number {i} {ends[i / 3 % 3]} at worker  src/app.main.cs:{i % 1000}\r\n");
            emulator.Write(Encoding.UTF8.GetBytes(text));
        }

        return emulator;
    }
}
