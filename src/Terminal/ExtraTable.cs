using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchtui.Terminal;

/// <summary>A hyperlink as OSC 8 gave it; links with equal id and address are one.</summary>
public readonly record struct Hyperlink(string Id, string Uri);

/// <summary>
/// Interns what few cells have: underline colour and hyperlink. A cell names an entry by 16 bits. Entries are never removed, since the
/// scrollback names them; a full table leaves further cells without. The hyperlinks' text is kept a second time in its saved form, so that
/// saving is a copy.
/// </summary>
internal sealed class ExtraTable
{
    internal const int MaxEntries = ushort.MaxValue;
    internal const int MaxLinkBytes = 1 << 20;

    /// <summary>Longer addresses are not links anyone follows (and xterm's line stops far earlier).</summary>
    internal const int MaxUriBytes = 2083;

    private readonly Dictionary<Entry, ushort> _ids = [];
    private readonly List<Entry> _entries = [default];
    private readonly Dictionary<string, int> _linkIds = [];
    private readonly List<string> _links = [""];
    private readonly ArrayBufferWriter<byte> _savedLinks = new();

    internal readonly record struct Entry(uint UnderlineColor, int Link);

    /// <summary>The number of a hyperlink, 0 for none.</summary>
    public int InternLink(ReadOnlySpan<byte> id, ReadOnlySpan<byte> uri)
    {
        if (uri.IsEmpty || uri.Length > MaxUriBytes || id.Length > MaxUriBytes) return 0;
        var key = Encoding.UTF8.GetString(id) + "\n" + Encoding.UTF8.GetString(uri);
        if (_linkIds.TryGetValue(key, out var number)) return number;
        return _links.Count < MaxEntries && _savedLinks.WrittenCount + key.Length * 3 <= MaxLinkBytes ? AddLink(key) : 0;
    }

    private int AddLink(string key)
    {
        new StateWriter(_savedLinks).WriteString(key);
        _links.Add(key);
        return _linkIds[key] = _links.Count - 1;
    }

    public ushort Intern(uint underlineColor, int link)
    {
        var entry = new Entry(underlineColor, link);
        if (entry == default) return 0;
        if (_ids.TryGetValue(entry, out var id)) return id;
        if (_entries.Count > MaxEntries) return 0;
        _entries.Add(entry);
        return _ids[entry] = (ushort)(_entries.Count - 1);
    }

    public Entry this[int id] => id < _entries.Count ? _entries[id] : default;

    public Hyperlink? Link(int id)
    {
        var number = this[id].Link;
        if (number <= 0 || number >= _links.Count) return null;
        var key = _links[number];
        var split = key.IndexOf('\n');
        return new Hyperlink(key[..split], key[(split + 1)..]);
    }

    internal void Save(ref StateWriter writer)
    {
        writer.Write(_links.Count - 1);
        writer.WriteBytes(_savedLinks.WrittenSpan);
        writer.Write(_entries.Count - 1);
        writer.WriteBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_entries)[1..]));
    }

    internal void Restore(ref StateReader reader)
    {
        var links = reader.ReadCount(MaxEntries);
        for (var i = 0; i < links; i++)
        {
            var key = reader.ReadString();
            if (!key.Contains('\n') || _linkIds.ContainsKey(key)) throw new InvalidDataException("A saved hyperlink is malformed.");
            AddLink(key);
        }

        var entries = reader.ReadCount(MaxEntries);
        var saved = MemoryMarshal.Cast<byte, Entry>(reader.ReadBytes(entries * 8));
        foreach (var entry in saved) Intern(entry.UnderlineColor, entry.Link);
        if (_entries.Count - 1 != entries) throw new InvalidDataException("The saved extra table repeats an entry.");
    }
}
