namespace Orchtui.Terminal;

/// <summary>A character set that may be designated as G0 to G3; zero is what each of them is at first.</summary>
internal enum Charset : byte
{
    Ascii,
    British,
    LineDrawing,
    Dutch,
    Finnish,
    French,
    FrenchCanadian,
    German,
    Greek,
    Hebrew,
    Italian,
    Norwegian,
    Portuguese,
    Russian,
    Spanish,
    Swedish,
    Swiss,
    Turkish,
    Technical,
    Supplemental,
    Latin1,
    LatinCyrillic,
    LatinGreek,
    LatinHebrew,
    Latin5,

    /// <summary>The supplemental set that the person prefers, which is always <see cref="Supplemental"/>; last, as stored states know the others by number.</summary>
    PreferredSupplemental,
}
