using System.Buffers;
using System.Text;
using Orchtui.Agents;
using Orchtui.Host.Commands;
using Orchtui.Mux;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Gives an answer as keys. Each write has its guard: the first one that the question still stands there, word for word; those of a text
/// that the screen is the one on which the step before was seen to take effect. A step that is not seen to take effect ends it.
/// </summary>
internal sealed class ScreenAnswer(MuxServer mux, PaneId pane, TimeProvider time)
{
    /// <summary>How long an agent may take to show the effect of a key.</summary>
    private static readonly TimeSpan EffectTime = TimeSpan.FromSeconds(3);

    public async Task<AnswerReceipt> GiveAsync(ShownQuestion shown, AgentAnswer answer, CancellationToken cancellation)
    {
        if (answer.Option is { } option) return Describe(await WriteAsync(shown.FirstRow, shown.Rows, modes => KeyText.Encode(option.Keys, modes)).ConfigureAwait(false));
        if (answer.Text is not { } text || shown.Question.TextKeys is not { } lead) return new AnswerReceipt(false, "The question takes no text.");
        var (first, rows) = (shown.FirstRow, shown.Rows);
        if (lead.Count > 0)
        {
            var led = await WriteAsync(first, rows, modes => KeyText.Encode(lead, modes)).ConfigureAwait(false);
            if (led != GuardedOutcome.Written) return Describe(led);
            if (await NextScreenAsync(rows, first, cancellation).ConfigureAwait(false) is not { } asked)
                return new AnswerReceipt(false, $"The agent did not ask for the text after {string.Join(' ', lead)}; look at its pane.");
            (first, rows) = (0, asked);
        }

        var typed = await WriteAsync(first, rows, modes => Paste(text, modes)).ConfigureAwait(false);
        if (typed != GuardedOutcome.Written) return Describe(typed);
        return await NextScreenAsync(rows, first, cancellation).ConfigureAwait(false) is { } written
            ? Describe(await WriteAsync(0, written, modes => KeyText.Encode(["Enter"], modes)).ConfigureAwait(false))
            : new AnswerReceipt(false, "The text was typed, but is not seen on the screen; look at its pane and send it there.");
    }

    private Task<GuardedOutcome> WriteAsync(int firstRow, IReadOnlyList<string> rows, Func<InputModes, byte[]> encode) =>
        mux.InvokeAsync(server => server.TryWrite(pane, new GuardedInput { FirstRow = firstRow, Rows = rows, Encode = encode }));

    /// <summary>The screen, once it has changed and then stood still for a moment; null when it does not change.</summary>
    private async Task<IReadOnlyList<string>?> NextScreenAsync(IReadOnlyList<string> before, int firstRow, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(EffectTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var changed = await mux.InvokeAsync(server => server.WhenAsync(
                pane, it => !Enumerable.Range(0, before.Count).All(i => it.Emulator.RowText(firstRow + i) == before[i]), both.Token)).ConfigureAwait(false);
            if (!await changed.ConfigureAwait(false)) return null;
            var seen = -1L;
            while (true)
            {
                var (bytes, rows) = await mux.InvokeAsync(server => (server.FindPane(pane)?.OutputBytes ?? 0, ScreenText.Of(server.FindPane(pane)))).ConfigureAwait(false);
                if (bytes == seen) return rows;
                seen = bytes;
                await Task.Delay(AttemptObservation.RestTime, time, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static byte[] Paste(string text, InputModes modes)
    {
        var output = new ArrayBufferWriter<byte>();
        PasteEncoder.Encode(Encoding.UTF8.GetBytes(text), modes, output);
        return output.WrittenSpan.ToArray();
    }

    private static AnswerReceipt Describe(GuardedOutcome outcome) => outcome switch
    {
        GuardedOutcome.Written => new AnswerReceipt(true),
        GuardedOutcome.PersonTypes => new AnswerReceipt(false, "Somebody is typing in its pane; the answer was not written. Send or cancel what stands there first."),
        GuardedOutcome.Ended => new AnswerReceipt(false, "The agent has ended; the answer was not written."),
        _ => new AnswerReceipt(false, "Its screen shows something else by now; the answer was not written."),
    };
}
