namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// When limits end, by the texts that told of them. A text names an hour and no day, or a span from now, and stands on the screen for
/// hours: what it meant when it was first seen is kept, so that the end does not move on with the clock.
/// </summary>
internal sealed class LimitEnds(TimeProvider time)
{
    private (string Text, DateTimeOffset? Until) _last = ("", null);

    public DateTimeOffset? Of(string text)
    {
        var words = text.Trim();
        if (_last.Text != words) _last = (words, ResetTime.Find(words, time.GetUtcNow(), time.LocalTimeZone));
        return _last.Until;
    }
}
