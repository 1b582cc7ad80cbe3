using Orchtui.Mux.Commands;

namespace Orchtui.Mux.Tests.Commands;

public class WordSplitterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a b", "a", "b")]
    [InlineData("  a\t b  ", "a", "b")]
    [InlineData("rename 'two words'", "rename", "two words")]
    [InlineData("""a "b 'c' d" """, "a", "b 'c' d")]
    [InlineData("""a "" ''""", "a", "", "")]
    [InlineData("""one\ word "quo\"te" '\'""", "one word", "quo\"te", """\""")]
    [InlineData("a'b'\"c\"d", "abcd")]
    [InlineData("'never closed", "never closed")]
    [InlineData("end\\", "end\\")]
    public void Lines_are_split_as_a_shell_would(string line, params string[] words) => Assert.Equal(words, WordSplitter.Split(line));
}
