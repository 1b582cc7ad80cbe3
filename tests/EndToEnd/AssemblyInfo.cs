// Each test runs a host, a keeper and a few programs of its own: beside each other they would measure one another's load.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
