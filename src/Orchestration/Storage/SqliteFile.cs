using Dapper;
using Microsoft.Data.Sqlite;
using Orchtui.Orchestration.Files;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Storage;

/// <summary>
/// Opens the database file. It is looked at through a read-only connection first, so that a damaged file, or one of a newer program,
/// is reported and left exactly as it is.
/// </summary>
internal static class SqliteFile
{
    /// <summary>How long a statement waits for another process that writes.</summary>
    private const int BusyTimeoutMilliseconds = 5000;

    public static Outcome<SqliteConnection> Open(string path)
    {
        SqliteLibrary.EnsureLoaded();
        try
        {
            if (Inspect(path) is { } problem) return problem;
            return OpenForWriting(path);
        }
        catch (SqliteException e)
        {
            return Describe(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StoreUnavailable($"The task database {path} cannot be opened: {e.Message}");
        }
    }

    public static StoreUnavailable Describe(string path, SqliteException e) => new(e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"The disk that holds {path} is full. Nothing of this change was kept; free some space and try again.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"The task database {path} is damaged ({e.Message}). It was left as it is: move it away or restore a copy, then start again.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"The task database {path} is held by another process for more than {BusyTimeoutMilliseconds / 1000} seconds. Try again.",
        SQLitePCL.raw.SQLITE_READONLY =>
            $"The task database {path} may not be written. Check the owner and the mode of the file and its folder.",
        _ => $"The task database {path} cannot be used: {e.Message}",
    });

    private static StoreUnavailable? Inspect(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return null;
        using var connection = Connect(path, SqliteOpenMode.ReadOnly);
        var version = Migrations.VersionOf(connection);
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
        return version <= Migrations.Latest
            ? null
            : new StoreUnavailable(
                $"The task database {path} has format {version}; this program knows formats up to {Migrations.Latest}. "
                + "It was left as it is: use the newer program.");
    }

    private static SqliteConnection OpenForWriting(string path)
    {
        // Prompts are nobody else's business: the file exists with its mode before SQLite writes to it.
        PrivateFiles.CreateEmpty(path);
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        Migrations.Apply(connection);
        return connection;
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        connection.Execute($"PRAGMA busy_timeout = {BusyTimeoutMilliseconds}");
        return connection;
    }
}
