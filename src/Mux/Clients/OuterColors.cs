using Orchtui.Terminal;
using Orchtui.Terminal.Colors;

namespace Orchtui.Mux.Clients;

/// <summary>The default colours of the terminal that a person looks at, as far as it named them: white on black until then.</summary>
internal readonly record struct OuterColors(Color Foreground, Color Background)
{
    public static OuterColors Unknown { get; } = new(Color.Rgb(0xff, 0xff, 0xff), Color.Rgb(0, 0, 0));

    /// <summary>Whether the background is nearer to black than to white, by the brightness that the eye gives each part.</summary>
    public bool IsDark => 299 * Background.R + 587 * Background.G + 114 * Background.B < 1000 * 128;

    /// <summary>These colours with what an answer to OSC 10 or 11 names.</summary>
    public OuterColors With(string answer)
    {
        if (answer.Split(';') is not [var number, var notation] || ColorSpecification.Parse(notation) is not { } color) return this;
        return number switch
        {
            "10" => this with { Foreground = color },
            "11" => this with { Background = color },
            _ => this,
        };
    }
}
