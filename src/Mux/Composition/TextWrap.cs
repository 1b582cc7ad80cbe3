namespace Orchtui.Mux.Composition;

/// <summary>Breaks text into rows at spaces, and within a word only where it is longer than a row.</summary>
public static class TextWrap
{
    public static IEnumerable<string> Lines(GlyphTable glyphs, string text, int columns)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string? row = null;
            foreach (var word in Words(glyphs, line, columns))
            {
                if (row is not null && glyphs.Width(row) + 1 + glyphs.Width(word) > columns)
                {
                    yield return row;
                    row = null;
                }

                row = row is null ? word : $"{row} {word}";
            }

            yield return row ?? "";
        }
    }

    private static IEnumerable<string> Words(GlyphTable glyphs, string line, int columns)
    {
        foreach (var word in line.Split(' '))
        {
            var rest = word;
            while (glyphs.Width(rest) > columns)
            {
                var length = rest.Length;
                while (length > 1 && glyphs.Width(rest.AsSpan(0, length)) > columns) length--;
                yield return rest[..length];
                rest = rest[length..];
            }

            yield return rest;
        }
    }
}
