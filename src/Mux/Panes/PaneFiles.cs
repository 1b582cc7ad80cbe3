using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchtui.Mux.Panes;

/// <summary>The folder of one pane below <c>run/panes</c>: its record, the saved screen and the scrollback.</summary>
internal sealed class PaneFiles : IDisposable
{
    private readonly string _folder;
    private readonly Action<string> _warn;

    private PaneFiles(string folder, Action<string> warn)
    {
        _folder = folder;
        _warn = warn;
        Screen = ScreenFile.Open(Path.Combine(folder, "screen"), warn);
        Scrollback = ChunkFile.Open(Path.Combine(folder, "scrollback"), warn);
    }

    public ScreenFile Screen { get; }

    public ChunkFile Scrollback { get; }

    public static PaneFiles Create(string panesFolder, PaneRecord record, Action<string> warn)
    {
        var folder = FolderOf(panesFolder, new PaneId(record.Id));
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        WriteRecord(folder, record);
        return new PaneFiles(folder, warn);
    }

    /// <summary>Replaces the record. On a full disk the old one stays.</summary>
    public void Store(PaneRecord record) => Try(() => WriteRecord(_folder, record), "its record cannot be written");

    /// <summary>Notes that the pane is being restored; returns how often that has now been begun without an end.</summary>
    public int BeginRestore()
    {
        Try(() => File.AppendAllText(RestoreMark, "."), "its restore cannot be noted");
        return File.Exists(RestoreMark) ? (int)new FileInfo(RestoreMark).Length : 1;
    }

    public void EndRestore() => Try(() => File.Delete(RestoreMark), "its restore cannot be noted");

    /// <summary>Opens the files of a pane that an earlier host made; null when there are none to make sense of.</summary>
    public static (PaneRecord Record, PaneFiles Files)? Open(string panesFolder, PaneId id, Action<string> warn)
    {
        var folder = FolderOf(panesFolder, id);
        var path = Path.Combine(folder, "pane.json");
        if (!File.Exists(path)) return null;
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), PaneJson.Default.PaneRecord);
            return record is null ? null : (record, new PaneFiles(folder, warn));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            warn($"The pane record {path} cannot be read ({error.Message}); the pane is left out.");
            return null;
        }
    }

    /// <summary>The panes that have a folder.</summary>
    public static IEnumerable<PaneId> Existing(string panesFolder)
    {
        if (!Directory.Exists(panesFolder)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(panesFolder))
            if (PaneId.TryParse(Path.GetFileName(folder), out var id)) yield return id;
    }

    public static void Delete(string panesFolder, PaneId id, Action<string> warn) => DeleteFolder(FolderOf(panesFolder, id), warn);

    /// <summary>Forgets the pane for good.</summary>
    public void Delete()
    {
        Dispose();
        DeleteFolder(_folder, _warn);
    }

    public void Dispose()
    {
        Screen.Dispose();
        Scrollback.Dispose();
    }

    /// <summary>A folder that stays behind costs room and nothing else; the next host drops it again.</summary>
    private static void DeleteFolder(string folder, Action<string> warn)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone already, which is what was wanted.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"The pane folder {folder} cannot be deleted: {error.Message}");
        }
    }

    private string RestoreMark => Path.Combine(_folder, "restoring");

    private void Try(Action write, string problem)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _warn($"The pane folder {_folder}: {problem} ({error.Message}).");
        }
    }

    private static void WriteRecord(string folder, PaneRecord record)
    {
        var path = Path.Combine(folder, "pane.json");
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(record, PaneJson.Default.PaneRecord));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string FolderOf(string panesFolder, PaneId id) => Path.Combine(panesFolder, id.ToString());
}

[JsonSerializable(typeof(PaneRecord))]
[JsonSerializable(typeof(Windows.SessionState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
internal sealed partial class PaneJson : JsonSerializerContext;
