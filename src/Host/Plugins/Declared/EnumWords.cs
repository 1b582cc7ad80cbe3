using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Words that stand for a choice, in snake_case; another word is told with those there are.</summary>
internal sealed class EnumWords : IYamlTypeConverter
{
    public bool Accepts(Type type) => type.IsEnum;

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var word = parser.Consume<Scalar>();
        var names = Enum.GetNames(type);
        var words = names.Select(UnderscoredNamingConvention.Instance.Apply).ToList();
        return words.IndexOf(word.Value) is >= 0 and var index
            ? Enum.Parse(type, names[index])
            : throw new YamlException(word.Start, word.End, $"'{word.Value}' is none of {string.Join(", ", words)}");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        throw new NotSupportedException("These files are only read.");
}
