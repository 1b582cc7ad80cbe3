using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>All that a real CLI needs to work in a test, with nothing but the scripted model in reach.</summary>
internal interface IAgentWorkplace : IAsyncDisposable
{
    ModelServerProcess Model { get; }

    TemporaryRepository Repository { get; }

    /// <summary>The words before each program that shall reach the model, and nobody else.</summary>
    IReadOnlyList<string> Prefix { get; }

    /// <summary>Which scenario the model plays for agents that are started in a home from now on.</summary>
    void Play(OrchtuiHome home, string scenario);
}
