namespace Orchtui.Host.Cli;
