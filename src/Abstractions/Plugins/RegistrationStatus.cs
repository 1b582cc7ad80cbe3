namespace Orchtui.Plugins;

/// <summary>The outcome of registering one thing with the host.</summary>
public enum RegistrationStatus
{
    /// <summary>It was taken.</summary>
    Registered,

    /// <summary>Another plugin already offers something of that name; that one stays.</summary>
    DuplicateName,

    /// <summary>The name is not of the form that its contract asks for, or another part of its profile is not usable.</summary>
    InvalidName,

    /// <summary>The manifest does not list the capability that the registration needs.</summary>
    UndeclaredCapability,

    /// <summary>Registration is over: it is possible only while <see cref="IPlugin.Register"/> runs.</summary>
    TooLate,
}
