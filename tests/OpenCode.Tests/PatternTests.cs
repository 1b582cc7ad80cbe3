using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

public sealed class PatternTests
{
    [Fact]
    public void Every_pattern_of_the_data_can_be_built() => Assert.InRange(PatternSearch.BuildAll(Fixtures.Data), 5, 1000);
}
