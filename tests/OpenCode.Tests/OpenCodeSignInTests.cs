using Orchtui.Agents;
using Orchtui.Plugins;
using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

public sealed class OpenCodeSignInTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    [Fact]
    public void File_of_accounts_counts_unless_it_was_emptied()
    {
        var file = _home.Write(".local/share/opencode/auth.json", """{"anthropic":{"type":"api","key":"sk-secret"}}""");
        Assert.Equal(new AgentSignIn(SignInState.SignedIn, $"{file} exists"), Find(("HOME", _home.Path)));
        _home.Write(".local/share/opencode/auth.json", "{}");
        Assert.Equal(SignInState.NotKnown, Find(("HOME", _home.Path)).State);
    }

    [Fact]
    public void File_lies_in_a_folder_of_its_own_where_a_variable_names_that_of_all_programs()
    {
        var file = _home.Write("data/opencode/auth.json", """{"anthropic":{}}""");
        Assert.Equal($"{file} exists", Find(("HOME", _home["none"]), ("XDG_DATA_HOME", _home["data"])).Evidence);
    }

    [Fact]
    public void Variable_is_named_and_its_value_is_not() =>
        Assert.Equal(new AgentSignIn(SignInState.SignedIn, "OPENROUTER_API_KEY is set"), Find(("OPENROUTER_API_KEY", "sk-secret")));

    [Fact]
    public void One_that_was_never_used_may_work_without_an_account()
    {
        var found = Find(("HOME", _home.Path));
        Assert.Equal(SignInState.NotKnown, found.State);
        Assert.Contains("no account", found.Evidence);
    }

    public void Dispose() => _home.Dispose();

    private static AgentSignIn Find(params IEnumerable<(string Name, string Value)> environment) =>
        SignInSearch.Find(Fixtures.Data.Credentials, environment.ToDictionary(it => it.Name, it => it.Value));
}
