namespace Orchtui.Fixtures.ClashLibrary;

/// <summary>The same library in two versions, each private to one plugin.</summary>
public static class Library
{
    public static string Version => typeof(Library).Assembly.GetName().Version!.ToString();
}
