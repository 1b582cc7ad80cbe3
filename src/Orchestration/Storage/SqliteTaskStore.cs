using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Storage;

/// <summary>
/// The store on one SQLite file in WAL mode. Two connections: one writes, one reads, each used by one caller at a time, so a long
/// list never delays a claim. Work runs on the thread pool; the caller's thread only waits. Every write is one IMMEDIATE transaction
/// with <c>synchronous = FULL</c>: about 0.1 ms, paid so that what the engine acts upon is on the disk.
/// </summary>
public sealed partial class SqliteTaskStore : ITaskStore, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;
    private readonly string _path;
    private volatile bool _closed;

    private SqliteTaskStore(string path, SqliteConnection writer, SqliteConnection reader)
    {
        _path = path;
        _writer = writer;
        _reader = reader;
    }

    /// <summary>Opens the database, making or migrating it as needed. A damaged or newer file is a value and is left untouched.</summary>
    public static Outcome<SqliteTaskStore> Open(string path)
    {
        var writer = SqliteFile.Open(path);
        if (!writer.Succeeded) return writer.Problem;
        var reader = SqliteFile.Open(path);
        if (reader.Succeeded) return new SqliteTaskStore(path, writer.Value, reader.Value);
        writer.Value.Dispose();
        return reader.Problem;
    }

    /// <summary>
    /// Waits for what is being read and written. Work that outlives its engine may still call afterwards, and gets an answer.
    /// </summary>
    public void Dispose()
    {
        _writing.Wait();
        _reading.Wait();
        _closed = true;
        _writer.Dispose();
        _reader.Dispose();
        _writing.Release();
        _reading.Release();
    }

    /// <summary>Lets a test make the file full: SQLite then answers as it does on a full disk.</summary>
    internal void LimitPages(int pages) => _writer.Execute($"PRAGMA max_page_count = {pages}");

    /// <summary>How SQLite would answer a query, for a test that watches over the indexes.</summary>
    internal string Plan(string sql) => string.Join('\n', _reader.Query("EXPLAIN QUERY PLAN " + sql).Select(row => (string)row.detail));

    private async Task<Outcome<T>> WriteAsync<T>(Func<SqliteConnection, IDbTransaction, Outcome<T>> work)
        where T : notnull
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_closed) return Closed();
            return await Task.Run(() => InTransaction(work)).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            return SqliteFile.Describe(_path, e);
        }
        finally
        {
            _writing.Release();
        }
    }

    private Outcome<T> InTransaction<T>(Func<SqliteConnection, IDbTransaction, Outcome<T>> work)
        where T : notnull
    {
        // Not deferred: the write lock is taken before anything is read, so two processes cannot claim the same task.
        using var transaction = _writer.BeginTransaction(deferred: false);
        var outcome = work(_writer, transaction);
        if (outcome.Succeeded) transaction.Commit();
        return outcome;
    }

    private StoreUnavailable Closed() => new($"The task database {_path} is closed, since the host stops.");

    private async Task<Outcome<T>> ReadAsync<T>(Func<SqliteConnection, Outcome<T>> work)
        where T : notnull
    {
        await _reading.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_closed) return Closed();
            return await Task.Run(() => work(_reader)).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            return SqliteFile.Describe(_path, e);
        }
        finally
        {
            _reading.Release();
        }
    }
}
