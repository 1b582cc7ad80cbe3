using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Scenarios;

/// <summary>One way the model behaves, chosen by the first segment of the request's path.</summary>
internal interface IScenario
{
    string Name { get; }

    /// <summary>The time between two deltas of a stream when neither the path nor the prompt says otherwise.</summary>
    TimeSpan Pause => TimeSpan.Zero;

    /// <summary>Decides from the conversation alone: the same conversation gets the same answer.</summary>
    Reply Answer(Conversation conversation, Directives directives);
}
