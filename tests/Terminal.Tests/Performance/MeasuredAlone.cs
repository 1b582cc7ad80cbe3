namespace Orchtui.Terminal.Tests.Performance;

/// <summary>Tests that measure the heap or the clock; no other test runs beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
