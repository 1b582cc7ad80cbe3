using System.Text;
using Orchtui.Host.Keeper;
using Orchtui.Pty;

if (args is ["keeper", "--home", var home]) return KeeperServer.Run(KeeperOptions.ForHome(home));

RawTerminal.StandardError.Write(Encoding.UTF8.GetBytes("usage: orchtui keeper --home DIR\n"));
return 2;
