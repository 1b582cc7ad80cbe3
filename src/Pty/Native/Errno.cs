namespace Orchtui.Pty.Native;

/// <summary>The error numbers the code compares with, and the names of all for messages.</summary>
internal static class Errno
{
    internal const int ENOENT = 2, EINTR = 4, EIO = 5, ENOEXEC = 8, ECHILD = 10, EACCES = 13, EEXIST = 17, ENOTDIR = 20, EINVAL = 22;
    internal const int EPERM = 1, ENFILE = 23, EMFILE = 24, ESRCH = 3, ENOTTY = 25, ENOSPC = 28, EPIPE = 32;
    internal static readonly int EAGAIN = Platform.IsMacOs ? MacOs.EAGAIN : 11;
    internal static readonly int ENAMETOOLONG = Platform.IsMacOs ? MacOs.ENAMETOOLONG : 36;
    internal static readonly int ENOSYS = Platform.IsMacOs ? MacOs.ENOSYS : 38;
    internal static readonly int EBADMSG = Platform.IsMacOs ? MacOs.EBADMSG : 74;
    internal static readonly int EADDRINUSE = Platform.IsMacOs ? MacOs.EADDRINUSE : 98;
    internal static readonly int ECONNREFUSED = Platform.IsMacOs ? MacOs.ECONNREFUSED : 111;

    private static readonly string[] LinuxNames =
    [
        "OK", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "ECHILD", "EAGAIN", "ENOMEM", "EACCES",
        "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR", "EISDIR", "EINVAL", "ENFILE", "EMFILE", "ENOTTY",
        "ETXTBSY", "EFBIG", "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM", "ERANGE", "EDEADLK", "ENAMETOOLONG", "ENOLCK",
        "ENOSYS", "ENOTEMPTY", "ELOOP",
    ];

    private static readonly Dictionary<int, string> LinuxLaterNames = new()
    {
        [71] = "EPROTO",
        [74] = "EBADMSG",
        [75] = "EOVERFLOW",
        [88] = "ENOTSOCK",
        [90] = "EMSGSIZE",
        [95] = "EOPNOTSUPP",
        [98] = "EADDRINUSE",
        [99] = "EADDRNOTAVAIL",
        [103] = "ECONNABORTED",
        [104] = "ECONNRESET",
        [105] = "ENOBUFS",
        [106] = "EISCONN",
        [107] = "ENOTCONN",
        [109] = "ETOOMANYREFS",
        [110] = "ETIMEDOUT",
        [111] = "ECONNREFUSED",
        [115] = "EINPROGRESS",
        [122] = "EDQUOT",
        [125] = "ECANCELED",
    };

    /// <summary>The two systems share the numbers up to 34 except 11; macOS numbers beyond are shown as numbers.</summary>
    internal static string NameOf(int number)
    {
        if (number == EAGAIN) return "EAGAIN";
        var known = Platform.IsMacOs ? 35 : LinuxNames.Length;
        if (number >= 0 && number < known) return LinuxNames[number];
        return !Platform.IsMacOs && LinuxLaterNames.TryGetValue(number, out var name) ? name : $"errno {number}";
    }
}
