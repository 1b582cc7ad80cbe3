using Orchtui.Mux.Clients;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Clients;

public class OuterColorsTests
{
    [Theory]
    [InlineData("11;rgb:0000/0000/0000", true)]
    [InlineData("11;rgb:2b2b/3030/3b3b", true)]
    [InlineData("11;rgb:00/00/ff", true)]
    [InlineData("11;rgb:ffff/ffff/ffff", false)]
    [InlineData("11;#fdf6e3", false)]
    [InlineData("11;rgb:00/ff/00", false)]
    public void The_background_tells_a_dark_scheme_from_a_light_one(string answer, bool dark) =>
        Assert.Equal(dark, OuterColors.Unknown.With(answer).IsDark);

    [Fact]
    public void Each_answer_names_its_colour_and_leaves_the_other()
    {
        var colors = OuterColors.Unknown.With("10;rgb:1212/3434/5656").With("11;rgb:eeee/eeee/eeee");
        Assert.Equal(new OuterColors(Color.Rgb(0x12, 0x34, 0x56), Color.Rgb(0xee, 0xee, 0xee)), colors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("11")]
    [InlineData("11;")]
    [InlineData("11;?")]
    [InlineData("11;rgb:zz/00/00")]
    [InlineData("11;rgb:00/00/00;rgb:ff/ff/ff")]
    [InlineData("12;rgb:12/34/56")]
    [InlineData("52;c;aGFsbG8=")]
    public void Any_other_answer_changes_nothing(string answer) => Assert.Equal(OuterColors.Unknown, OuterColors.Unknown.With(answer));
}
