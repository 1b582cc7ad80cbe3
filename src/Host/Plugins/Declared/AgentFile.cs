using Orchtui.Agents;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>
/// An agent that needs no code: what its file says of the program, of how it is called, of what it prints and of what its screen shows.
/// The names of the keys are those of the properties, in snake_case.
/// </summary>
internal sealed class AgentFile
{
    /// <summary>What it is called on the screen; the plugin's id otherwise.</summary>
    public string Name { get; set; } = "";

    /// <summary>File names of the program, the preferred first.</summary>
    public List<string> Executables { get; set; } = [];

    /// <summary>How to get it.</summary>
    public string Install { get; set; } = "";

    public VersionPart Version { get; set; } = new();

    /// <summary>After so many minutes without a sign of life it counts as stuck.</summary>
    public int SilenceMinutes { get; set; } = 15;

    /// <summary>Variables it gets; null takes one away.</summary>
    public Dictionary<string, string?> Environment { get; set; } = [];

    /// <summary>Whether it takes the id of a new conversation from us.</summary>
    public bool ChoosesSession { get; set; }

    /// <summary>What <c>{permissions}</c> stands for.</summary>
    public PermissionPart Permissions { get; set; } = new();

    public LaunchPart? Interactive { get; set; }

    public LaunchPart? Headless { get; set; }

    public OutputPart Output { get; set; } = new();

    public List<StateRule> Titles { get; set; } = [];

    public List<ScreenRule> Screen { get; set; } = [];

    public List<ErrorRule> Errors { get; set; } = [];

    /// <summary>How it is asked for its version.</summary>
    internal sealed class VersionPart
    {
        public List<string> Arguments { get; set; } = ["--version"];

        /// <summary>The version in what it prints: the first group, or all of it.</summary>
        public string Pattern { get; set; } = @"\d+(\.\d+)+\S*";

        public List<string> Checked { get; set; } = [];
    }

    internal sealed class PermissionPart
    {
        public List<string> Supervised { get; set; } = [];

        public List<string> Autonomous { get; set; } = [];
    }

    /// <summary>How it is called. An item of the arguments is a word, or a list of words that is left out when one of its places is empty.</summary>
    internal sealed class LaunchPart
    {
        public List<object> Arguments { get; set; } = [];

        /// <summary>What it is given on its standard input; headless only.</summary>
        public string Input { get; set; } = "";
    }

    /// <summary>What a headless run prints.</summary>
    internal sealed class OutputPart
    {
        public OutputFormat Format { get; set; }

        /// <summary>Where in a JSON line something stands, as <c>item.text</c>; the same for all below.</summary>
        public string Message { get; set; } = "";

        public string Thought { get; set; } = "";

        public string Session { get; set; } = "";

        public string InputTokens { get; set; } = "";

        public string OutputTokens { get; set; } = "";

        public string CostUsd { get; set; } = "";

        public string Error { get; set; } = "";
    }

    internal enum OutputFormat
    {
        /// <summary>Lines that are what it says.</summary>
        Text,

        /// <summary>A JSON object in each line.</summary>
        Json,
    }

    internal class StateRule
    {
        /// <summary>What <c>agent explain</c> calls it.</summary>
        public string Name { get; set; } = "";

        public string Pattern { get; set; } = "";

        public AgentActivity State { get; set; }
    }

    /// <summary>A row of the screen that tells the state; the first rule that finds its row counts.</summary>
    internal sealed class ScreenRule : StateRule
    {
        /// <summary>Only among so many of the lowest written rows; 0 for all.</summary>
        public int Bottom { get; set; }

        /// <summary>Of a question: its first row, above the one of the pattern.</summary>
        public string Top { get; set; } = "";

        public List<AnswerPart> Answers { get; set; } = [];
    }

    internal sealed class AnswerPart
    {
        public string Id { get; set; } = "";

        public string Label { get; set; } = "";

        public AnswerKind Kind { get; set; }

        /// <summary>Keys that give it, by tmux's names.</summary>
        public List<string> Keys { get; set; } = [];
    }

    internal sealed class ErrorRule
    {
        public string Pattern { get; set; } = "";

        public AgentErrorClass Class { get; set; }
    }
}
