using Dapper;
using Microsoft.Data.Sqlite;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory["home/orchtui.db"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void GEN_9_a_new_database_is_in_WAL_mode_has_the_latest_version_and_is_private()
    {
        Value(SqliteTaskStore.Open(Database)).Dispose();

        using var connection = Connect();
        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(Migrations.Latest, connection.ExecuteScalar<int>("PRAGMA user_version"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
    }

    [Fact]
    public async Task GEN_9_an_older_database_is_migrated_and_keeps_what_it_holds()
    {
        using (var store = Value(SqliteTaskStore.Open(Database)))
            Value(await store.AddAsync(new NewTask { Title = "kept", Project = "/p" }, "/p", null, DateTimeOffset.UnixEpoch));
        using (var connection = Connect())
        {
            // What a later version adds is taken away again; its migration must put it back.
            connection.Execute("DROP INDEX tasks_by_need; ALTER TABLE tasks DROP COLUMN base_branch; DROP TABLE receipts; DROP TABLE agent_changes; DROP TABLE agent_updates; PRAGMA user_version = 1;");
        }

        using (var store = Value(SqliteTaskStore.Open(Database)))
            Assert.Equal("kept", Value(await store.GetAsync(new TaskId(1))).Title);
        using var after = Connect();
        Assert.Equal(Migrations.Latest, after.ExecuteScalar<int>("PRAGMA user_version"));
        Assert.Equal(1, after.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'tasks_by_need'"));
    }

    [Fact]
    public void A_damaged_database_is_a_value_and_is_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("this is no database. ", 500));
        _directory.Write("home/orchtui.db", text);

        var opened = SqliteTaskStore.Open(Database);

        Assert.Contains("is damaged", Assert.IsType<StoreUnavailable>(opened.Problem).Message);
        Assert.Equal(text, File.ReadAllText(Database));
    }

    [Fact]
    public void A_database_of_a_newer_program_is_a_value_and_is_left_as_it_is()
    {
        Value(SqliteTaskStore.Open(Database)).Dispose();
        using (var connection = Connect()) connection.Execute("PRAGMA user_version = 999; PRAGMA journal_mode = DELETE;");
        var before = File.ReadAllBytes(Database);

        var opened = SqliteTaskStore.Open(Database);

        Assert.Contains("has format 999; this program knows formats up to", Assert.IsType<StoreUnavailable>(opened.Problem).Message);
        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_value()
    {
        _directory.Write("home", "a file is in the way");

        Assert.IsType<StoreUnavailable>(SqliteTaskStore.Open(Database).Problem);
    }

    private SqliteConnection Connect()
    {
        SqliteLibrary.EnsureLoaded();
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }
}
