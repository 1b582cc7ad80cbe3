namespace Orchtui.Host.Tests.Keeper;

/// <summary>Tests with keeper processes run one after the other: they wait for processes, and two cores are soon busy.</summary>
[CollectionDefinition("keeper")]
public sealed class KeeperCollection;
