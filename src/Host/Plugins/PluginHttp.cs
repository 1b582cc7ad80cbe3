using System.Net;

namespace Orchtui.Host.Plugins;

/// <summary>HTTP for plugins: one pool of connections for all of them, a client for each that asks.</summary>
internal static class PluginHttp
{
    private static readonly SocketsHttpHandler Handler = new()
    {
        Proxy = new ProxyBesideLoopback(HttpClient.DefaultProxy),
        UseCookies = false,
        // A server that redirects would be handed on what was meant for another.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };

    public static HttpClient CreateClient() => new(Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The proxy that the environment names cannot reach this machine's loopback, and must not see what goes there.</summary>
    private sealed class ProxyBesideLoopback(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
