using System.Collections;
using GraphBlog.Engine.Execution.Values;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Relay;

/// <summary>Encodes keys on their way out and decodes global ids on their way in, single or in lists.</summary>
internal static class IdConversion
{
    /// <summary>Encodes a key, a <see cref="GlobalId"/>, or a list of either.</summary>
    /// <param name="typeName">The object type's name; not used for a <see cref="GlobalId"/>, which has its own.</param>
    /// <param name="shape">The shape of what is encoded.</param>
    public static Func<object, object> Encoder(string typeName, TypeShape shape)
    {
        if (shape.Element is null)
        {
            return shape.Type == typeof(GlobalId) ? id => id.ToString()! : key => GlobalId.Format(typeName, key);
        }

        var encode = Encoder(typeName, shape.Element);
        return list => ((IEnumerable)list).Cast<object?>().Select(item => item is null ? null : encode(item)).ToList();
    }

    /// <summary>Decodes what the ID scalar read, which may be a list of ids.</summary>
    /// <param name="typeNames">The names of the object types; another one's id is an unknown key. Empty only for <see cref="GlobalId"/>.</param>
    /// <param name="keyType">The C# type of the key.</param>
    public static Func<object, object> Decoder(IReadOnlyList<string> typeNames, Type keyType)
    {
        var unknown = keyType == typeof(GlobalId) ? null : GlobalId.UnknownKey(keyType);
        return Decode;

        object Decode(object value)
        {
            if (value is not string && value is IEnumerable list)
            {
                return DecodeAll([.. list.Cast<object?>()]);
            }

            if (!GlobalId.TryParse(value as string, out var id))
            {
                throw new WrongValueException($"{ValueText.Of(value)} is not a valid ID.", ErrorCodes.InvalidSyntaxFormat);
            }

            return unknown is null ? id : typeNames.Contains(id.TypeName) ? id.KeyAs(keyType) : unknown;
        }

        object?[] DecodeAll(object?[] items)
        {
            var index = 0;
            try
            {
                for (; index < items.Length; index++)
                {
                    items[index] = items[index] is { } item ? Decode(item) : null;
                }

                return items;
            }
            catch (WrongValueException e)
            {
                throw e.AtIndex(index);
            }
        }
    }
}
