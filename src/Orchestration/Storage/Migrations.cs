using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Orchtui.Orchestration.Storage;

/// <summary>
/// Brings a database to the version this program knows, forward only. One embedded SQL file per version, named <c>NNNN_what.sql</c>;
/// <c>PRAGMA user_version</c> holds the number of the last one applied, and each is applied in a transaction with that number.
/// </summary>
internal static class Migrations
{
    private static readonly (int Version, string Resource)[] Files =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan("Migrations/".Length, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    public static int Latest => Files[^1].Version;

    public static int VersionOf(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    public static void Apply(SqliteConnection connection)
    {
        foreach (var (version, resource) in Files)
        {
            using var transaction = connection.BeginTransaction();
            // Read inside the transaction: another process may have migrated meanwhile.
            if (connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction) >= version) continue;
            connection.Execute(Text(resource), transaction: transaction);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"), transaction: transaction);
            transaction.Commit();
        }
    }

    private static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
