using System.Text;

namespace Orchtui.Orchestration.Files;

/// <summary>Files and folders that only their owner may read. The mode is set when they are made, never afterwards.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Mode700 = FileMode600 | UnixFileMode.UserExecute;

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Mode700);
    }

    /// <summary>Makes the file, with its folder, unless it is there.</summary>
    public static void CreateEmpty(string path)
    {
        CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path)) Open(path, FileMode.OpenOrCreate, executable: false).Dispose();
    }

    /// <summary>Writes the whole text to a temporary file in the same folder and renames it, so that nobody sees half of it.</summary>
    public static void WriteAllText(string path, string text, bool executable = false)
    {
        CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.Delete(temporary);
        using (var stream = Open(temporary, FileMode.CreateNew, executable))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static FileStream Open(string path, FileMode mode, bool executable)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = executable ? Mode700 : FileMode600;
        return new FileStream(path, options);
    }
}
