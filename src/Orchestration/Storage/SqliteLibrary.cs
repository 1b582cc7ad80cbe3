using System.Reflection;
using System.Runtime.InteropServices;

namespace Orchtui.Orchestration.Storage;

/// <summary>
/// Loads SQLite once per process. The distribution's library gets security updates and is preferred; the bundled one is the fallback,
/// so no SQL newer than 3.35 may be used.
/// </summary>
public static class SqliteLibrary
{
    private const string SystemName = "libsqlite3.so.0";
    private const string ProviderAssembly = "SQLitePCLRaw.provider.e_sqlite3";

    private static readonly Lazy<bool> Loaded = new(Load);

    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Which library is used: its version, and whether it is the system's.</summary>
    public static (string Version, bool IsSystem) Describe()
    {
        EnsureLoaded();
        return (SQLitePCL.raw.sqlite3_libversion().utf8_to_string(), NativeLibrary.TryLoad(SystemName, out _));
    }

    private static bool Load()
    {
        // A resolver can be set only once per assembly. Answering zero lets the runtime go on to the bundled file.
        NativeLibrary.SetDllImportResolver(
            Assembly.Load(ProviderAssembly),
            (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad(SystemName, out var handle) ? handle : 0);
        SQLitePCL.Batteries_V2.Init();
        return true;
    }
}
