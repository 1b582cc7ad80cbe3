using System.Text;
using Orchtui.TestKit;
using Xunit.Abstractions;

namespace Orchtui.Terminal.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    [RequiresTheory("shared")]
    [InlineData("xtermjs", 76, 75)]
    [InlineData("libvterm", 66, 65)]
    // Six answers are deliberately xterm's: the page in DECXCPR, the reset and the empty colour space in DECRQSS of SGR.
    [InlineData("libvterm-reply", 10, 4)]
    [InlineData("libvterm-resize", 6, 6)]
    public void A_corpus_passes_but_for_the_known_disputes(string corpus, int cases, int goal)
    {
        var folder = Path.Combine(Requirement.SharedFolder!, "conformance");
        var total = 0;
        var passed = 0;
        var report = new StringBuilder();
        foreach (var one in ConformanceCase.Load(folder).Where(one => one.Corpus == corpus))
        {
            total++;
            var failures = one.Run();
            if (failures.Count == 0) passed++;
            else report.Append($"FAIL {one.Name}\n     {string.Join("\n     ", failures)}\n");
        }

        output.WriteLine($"{corpus}: {passed}/{total}\n{report}");
        Assert.Equal(cases, total);
        Assert.True(passed >= goal, $"{corpus}: {passed} of {total}, goal {goal}\n{report}");
    }
}
