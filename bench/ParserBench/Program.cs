using BenchmarkDotNet.Running;
using Orchtui.ParserBench;

BenchmarkRunner.Run<EmulatorBenchmark>(new InProcessConfig(), args);
