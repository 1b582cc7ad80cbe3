using Orchtui.Mux.Panes;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public sealed class GuardedInputTests
{
    private const string Question = "Do you want to run rm -rf build?";

    private static readonly string[] Rows = [Question, "❯ 1. Yes", "  2. Yes, and do not ask again", "  3. No"];

    private readonly ManualTime _time = new();

    private static string Drawn(int row = 5) => string.Concat(Rows.Select((text, i) => $"\e[{row + i + 1};1H\e[K{text}"));

    private static GuardedInput Answer(string keys = "1", int row = 5) => new() { FirstRow = row, Rows = Rows, Encode = _ => [.. keys.Select(key => (byte)key)] };

    private static Task<GuardedOutcome> WriteAsync(MuxFixture fixture, PaneId pane, GuardedInput input) => fixture.Mux.InvokeAsync(mux => mux.TryWrite(pane, input));

    [Fact]
    public async Task Answer_is_written_while_its_question_is_shown()
    {
        await using var fixture = MuxFixture.Started(time: _time);
        using var agent = await PlayedAgent.StartAsync(fixture);
        agent.Print(Drawn());
        Assert.Equal(GuardedOutcome.Written, await WriteAsync(fixture, agent.Pane, Answer()));
        Assert.Equal("1", agent.Typed());
    }

    [Fact]
    public async Task Nothing_is_written_into_a_pane_that_is_gone()
    {
        await using var fixture = MuxFixture.Started(time: _time);
        Assert.Equal(GuardedOutcome.Ended, await WriteAsync(fixture, new PaneId(77), Answer()));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a\b", true)]
    [InlineData("a\r", false)]
    [InlineData("a\u0003", false)]
    [InlineData("\e[200~pasted\e[201~", true)]
    [InlineData("\e[A", false)]
    public async Task Nothing_is_written_into_a_draft(string typed, bool isDraft)
    {
        await using var fixture = MuxFixture.Started(time: _time);
        var client = await fixture.AttachAsync();
        using var agent = await PlayedAgent.StartAsync(fixture);
        await fixture.ShowAsync(agent.Pane);
        agent.Print(Drawn());
        client.Type(typed);
        await Eventually.TrueAsync("it has come", () => agent.Typed().Length > 0);
        Assert.Equal(GuardedOutcome.PersonTypes, await WriteAsync(fixture, agent.Pane, Answer()));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(isDraft ? GuardedOutcome.PersonTypes : GuardedOutcome.Written, await WriteAsync(fixture, agent.Pane, Answer()));
    }

    [Fact]
    public async Task What_was_typed_as_an_answer_is_no_draft()
    {
        await using var fixture = MuxFixture.Started(time: _time);
        var client = await fixture.AttachAsync();
        using var agent = await PlayedAgent.StartAsync(fixture);
        await fixture.ShowAsync(agent.Pane);
        agent.Print(Drawn());
        var asked = _time.GetTimestamp();
        client.Type("1");
        await Eventually.TrueAsync("it has come", () => agent.Typed() == "1");
        _time.Advance(TimeSpan.FromSeconds(2));
        await fixture.Mux.InvokeAsync(mux => mux.ForgetDraft(agent.Pane, asked + _time.TimestampFrequency));
        Assert.Equal(GuardedOutcome.PersonTypes, await WriteAsync(fixture, agent.Pane, Answer()));
        await fixture.Mux.InvokeAsync(mux => mux.ForgetDraft(agent.Pane, asked));
        Assert.Equal(GuardedOutcome.Written, await WriteAsync(fixture, agent.Pane, Answer()));
    }

    /// <summary>
    /// A question is seen; before its answer is written, the screen changes in one of many ways, of which the multiplexer has not been told
    /// yet. No key may reach the program then, and every key must where nothing that matters has changed.
    /// </summary>
    [Fact]
    public async Task No_answer_in_a_thousand_reaches_another_screen_than_its_own()
    {
        const int Rounds = 1000;
        var random = new Random(20261121);
        await using var fixture = MuxFixture.Started(time: _time);
        var client = await fixture.AttachAsync();
        var agent = await PlayedAgent.StartAsync(fixture);
        await fixture.ShowAsync(agent.Pane);
        var wrong = new List<string>();
        var (written, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var row = random.Next(0, 15);
            agent.Print("\e[2J" + Drawn(row));
            await fixture.PaneShowsAsync(agent.Pane, Question);
            _time.Advance(TimeSpan.FromSeconds(2));

            var change = Changes[random.Next(Changes.Length)];
            if (change.Print is { } print) agent.Print(print(row, random));
            if (change.Types is { } typed)
            {
                client.Type(typed);
                await Eventually.TrueAsync("it has come", () => agent.Typed() == typed);
            }

            if (change.Ends) agent.End();
            var outcome = await WriteAsync(fixture, agent.Pane, Answer(row: row));
            var keys = change.Ends ? "" : agent.Typed();
            if (change.IsHarmless)
            {
                Assert.True(outcome == GuardedOutcome.Written && keys == "1", $"round {round}, {change.Name}: {outcome}, '{keys}'");
                written++;
            }
            else
            {
                if (outcome == GuardedOutcome.Written || keys.Length > 0) wrong.Add($"round {round}, {change.Name}: {outcome}, '{keys}'");
                refused++;
            }

            if (change.Types is not null) client.Type("\r");
            if (change.Types is not null) await Eventually.TrueAsync("the draft is sent", () => agent.Typed().Contains('\r'));
            if (!change.Ends)
            {
                agent.Print("\e[?2026l\e[?1049l");
                continue;
            }

            agent.Dispose();
            agent = await PlayedAgent.StartAsync(fixture);
            await fixture.ShowAsync(agent.Pane);
        }

        agent.Dispose();
        Assert.Empty(wrong);
        Assert.InRange(written, 50, Rounds);
        Assert.InRange(refused, Rounds / 2, Rounds);
    }

    private sealed record Change(string Name)
    {
        public Func<int, Random, string>? Print { get; init; }

        public string? Types { get; init; }

        public bool Ends { get; init; }

        public bool IsHarmless { get; init; }
    }

    private static readonly Change[] Changes =
    [
        new("nothing") { IsHarmless = true },
        new("elsewhere") { IsHarmless = true, Print = (_, random) => $"\e[22;{random.Next(1, 60)}Hstill there" },
        new("colour only") { IsHarmless = true, Print = (row, _) => $"\e[{row + 2};1H\e[7m{Rows[1]}\e[0m" },
        new("gone") { Print = (_, _) => "\e[2J" },
        new("answered and gone on") { Print = (row, _) => $"\e[{row + 1};1H\e[J● Bash(rm -rf build)" },
        new("another question") { Print = (row, _) => $"\e[{row + 1};1H\e[KDo you want to run rm -rf /?" },
        new("another order") { Print = (row, _) => $"\e[{row + 2};1H\e[K❯ 1. No\e[{row + 4};1H\e[K  3. Yes" },
        new("another choice") { Print = (row, _) => $"\e[{row + 2};1H\e[K  1. Yes\e[{row + 3};1H\e[K❯ 2. Yes, and do not ask again" },
        new("one letter") { Print = (row, random) => $"\e[{row + random.Next(1, 5)};{random.Next(6, 9)}H#" },
        new("moved down") { Print = (row, _) => $"\e[{row + 1};1H\e[L" },
        new("scrolled") { Print = (_, random) => $"\e[22;1H{new string('\n', random.Next(1, 5))}" },
        new("cut off") { Print = (row, _) => $"\e[{row + 4};1H\e[K" },
        new("another screen") { Print = (_, _) => "\e[?1049h\e[2J" },
        new("being drawn") { Print = (_, _) => "\e[?2026h" },
        new("reset") { Print = (_, _) => "\ec" },
        new("a long history") { Print = (_, _) => string.Concat(Enumerable.Repeat("building…\r\n", 300)) },
        new("a person types") { Types = "n" },
        new("the program ends") { Ends = true },
    ];
}
