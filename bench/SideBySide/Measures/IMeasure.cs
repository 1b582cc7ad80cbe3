using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>Something that is measured, in the same way for every subject.</summary>
internal interface IMeasure
{
    string Name { get; }

    /// <summary>After which it is given up, opening what it needs included.</summary>
    TimeSpan Limit { get; }

    /// <summary>Whether it counts what a server does, so that nothing may have been done in it before.</summary>
    bool NeedsFreshServer { get; }

    IEnumerable<Sample> Take(Session session);
}
