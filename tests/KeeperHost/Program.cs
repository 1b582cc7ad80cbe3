using System.Globalization;
using Orchtui.Host.Keeper;
using Orchtui.KeeperHost;

// Stands for a host that tests may kill: it uses the product's own connection, and nothing else of the host.
return args switch
{
    ["flood", var home, var panes, .. var program] =>
        await FloodHost.RunAsync(Options(home), int.Parse(panes, CultureInfo.InvariantCulture), program),
    ["keeper", var home, var collectGrace, var startGrace] => KeeperServer.Run(Options(home) with
    {
        CollectGrace = TimeSpan.FromMilliseconds(int.Parse(collectGrace, CultureInfo.InvariantCulture)),
        StartGrace = TimeSpan.FromMilliseconds(int.Parse(startGrace, CultureInfo.InvariantCulture)),
    }),
    ["greet", var socket] => Greeting.Try(socket),
    _ => 2,
};

static KeeperOptions Options(string home) => KeeperOptions.ForHome(home);
