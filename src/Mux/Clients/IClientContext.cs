using Orchtui.Terminal;

namespace Orchtui.Mux.Clients;

/// <summary>What a view or a command may do with the client that shows it. Mux thread only, except <see cref="Post"/>.</summary>
public interface IClientContext
{
    ClientId Id { get; }

    CellSize Size { get; }

    bool ReadOnly { get; }

    /// <summary>The directory the client was started in.</summary>
    string WorkingDirectory { get; }

    /// <summary>The environment the client was started in.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The window the client looks at; 0 is the queue.</summary>
    int Window { get; }

    /// <summary>The view asks to be drawn again.</summary>
    void Invalidate();

    void Push(IView overlay);

    void Close(IView overlay);

    /// <summary>Says something on the top line for a few seconds.</summary>
    void Toast(string message, bool isError = false);

    /// <summary>Runs a command as if the person had called it.</summary>
    void Run(params string[] words);

    /// <summary>Runs something on the mux thread; from any thread.</summary>
    void Post(Action action);
}
