using Orchtui.Agents;
using Orchtui.Plugins;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class SignInSearchTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    [Fact]
    public void A_variable_that_is_set_is_named_and_its_value_is_not()
    {
        var found = Find(("ANTHROPIC_API_KEY", "sk-secret"));
        Assert.Equal(new AgentSignIn(SignInState.SignedIn, "ANTHROPIC_API_KEY is set"), found);
    }

    [Fact]
    public void A_file_of_credentials_counts_though_it_cannot_be_read()
    {
        var file = _home.Write(".claude/.credentials.json", "secret");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.None);
        Assert.Equal(new AgentSignIn(SignInState.SignedIn, $"{file} exists"), Find());
    }

    [Fact]
    public void The_folder_follows_its_variable() => Assert.Equal(
        $"{_home.Write("moved/.credentials.json", "secret")} exists", Find(("CLAUDE_CONFIG_DIR", _home["moved"])).Evidence);

    [Fact]
    public void Where_the_folder_is_but_no_credentials_nothing_is_known()
    {
        Directory.CreateDirectory(_home[".claude"]);
        Assert.Equal(SignInState.NotKnown, Find().State);
    }

    [Fact]
    public void One_that_was_never_used_is_signed_out() => Assert.Equal(SignInState.SignedOut, Find().State);

    [Fact]
    public void Without_a_home_nothing_is_known() => Assert.Equal(
        SignInState.NotKnown, SignInSearch.Find(Fixtures.Data.Credentials, new Dictionary<string, string>()).State);

    public void Dispose() => _home.Dispose();

    private AgentSignIn Find(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string> { ["HOME"] = _home.Path };
        foreach (var (name, value) in more) environment[name] = value;
        return SignInSearch.Find(Fixtures.Data.Credentials, environment);
    }
}
