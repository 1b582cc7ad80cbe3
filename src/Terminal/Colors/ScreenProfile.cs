namespace Orchtui.Terminal.Colors;

/// <summary>
/// The light that the three guns of a screen give, as X11's library assumes it for a screen of which it knows nothing: measured levels,
/// in millionths, every five steps of 255 from the first that gives any light. The curves differ from gun to gun, so that a formula
/// would not give the levels that xterm answers.
/// </summary>
internal static class ScreenProfile
{
    private const int LevelStep = 5;

    private static ReadOnlySpan<int> Red =>
    [
        936, 1481, 2329, 3529, 5127, 7169, 9699, 12759, 16392, 20637, 25533, 31119, 37431, 44504, 52373, 61069, 70624, 81070,
        92433, 104744, 118026, 132307, 147610, 163958, 181371, 199871, 219475, 240202, 262069, 285089, 309278, 334647, 361208,
        388971, 417945, 448138, 479555, 512202, 546082, 581199, 617552, 655144, 693971, 734031, 775322, 817837, 861571, 906515,
        952662, 1000000,
    ];

    private static ReadOnlySpan<int> Green =>
    [
        832, 1998, 3612, 5736, 8428, 11745, 15740, 20463, 25960, 32275, 39449, 47519, 56520, 66484, 77439, 89409, 102418, 116485,
        131625, 147853, 165176, 183604, 203140, 223783, 245533, 268384, 292327, 317351, 343441, 370580, 398747, 427919, 458068,
        489165, 521176, 554067, 587797, 622324, 657604, 693588, 730225, 767459, 805235, 843491, 882164, 921187, 960490, 1000000,
    ];

    private static ReadOnlySpan<int> Blue =>
    [
        1341, 2080, 3188, 4729, 6766, 9357, 12559, 16424, 21004, 26344, 32489, 39481, 47357, 56154, 65903, 76634, 88373, 101145,
        114968, 129862, 145841, 162915, 181095, 200386, 220791, 242309, 264937, 288670, 313499, 339410, 366390, 394421, 423481,
        453547, 484592, 516587, 549498, 583291, 617925, 653361, 689553, 726454, 764013, 802178, 840891, 880093, 919723, 959715,
        1000000,
    ];

    public static Color FromIntensities(double red, double green, double blue) =>
        Color.Rgb(Level(Red, 10, red), Level(Green, 20, green), Level(Blue, 15, blue));

    /// <summary>The level that gives an intensity from 0 to 1, between two measured ones on the straight line.</summary>
    private static byte Level(ReadOnlySpan<int> light, int firstLevel, double intensity)
    {
        var wanted = intensity * 1_000_000;
        if (wanted <= 0) return 0;
        if (wanted >= light[^1]) return byte.MaxValue;
        // The level below the first one gives no light.
        if (wanted < light[0]) return (byte)Math.Floor(firstLevel - 1 + wanted / light[0] + 0.5);
        var at = 0;
        while (light[at + 1] <= wanted) at++;
        var share = (wanted - light[at]) / (light[at + 1] - light[at]);
        return (byte)Math.Floor(firstLevel + (at + share) * LevelStep + 0.5);
    }
}
