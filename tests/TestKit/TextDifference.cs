using System.Text;

namespace Orchtui.TestKit;

/// <summary>Shows two texts line by line, with the lines that differ marked.</summary>
public static class TextDifference
{
    public static string Describe(string expected, string actual)
    {
        var want = expected.Split('\n');
        var got = actual.Split('\n');
        var text = new StringBuilder("The texts differ (- expected, + actual):\n");
        for (var i = 0; i < Math.Max(want.Length, got.Length); i++)
        {
            var w = i < want.Length ? want[i] : null;
            var g = i < got.Length ? got[i] : null;
            if (w == g)
            {
                text.Append($"  {i,4} {w}\n");
                continue;
            }

            if (w is not null) text.Append($"- {i,4} {w}\n");
            if (g is not null) text.Append($"+ {i,4} {g}\n");
        }

        return text.ToString();
    }
}
