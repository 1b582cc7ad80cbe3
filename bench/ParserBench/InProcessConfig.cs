using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Orchtui.ParserBench;

/// <summary>Measures in this process, so that nothing needs to be built or restored for it, and says what a second and a byte come to.</summary>
internal sealed class InProcessConfig : ManualConfig
{
    public InProcessConfig()
    {
        AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10));
        AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)));
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Metrics);
        AddColumn(StatisticColumn.Median, StatisticColumn.StdDev, new ThroughputColumn());
        AddExporter(MarkdownExporter.GitHub);
    }
}
