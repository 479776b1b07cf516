package io.reprise.replay.transform;

import io.reprise.replay.spec.InvalidSpecException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/** Makes keys of records from values of Avro. */
final class KeyBytes {
  private static final Set<Schema.Type> TYPES =
      EnumSet.of(
          Schema.Type.STRING,
          Schema.Type.ENUM,
          Schema.Type.BYTES,
          Schema.Type.FIXED,
          Schema.Type.INT,
          Schema.Type.LONG);

  private KeyBytes() {}

  /**
   * Requires that the values of a field can be keys.
   *
   * @throws InvalidSpecException if the field is of another type; the message names both
   */
  static void require(String field, Schema schema) {
    var types = schema.getType() == Schema.Type.UNION ? schema.getTypes() : Set.of(schema);
    for (var type : types) {
      if (type.getType() != Schema.Type.NULL && !TYPES.contains(type.getType())) {
        throw new InvalidSpecException(
            "transforms: rekey of %s: the field is of type %s, and a key is made from a text, bytes or an integer: give value, an expression that gives a text"
                .formatted(field, type.getType().getName()));
      }
    }
  }

  /** Returns the bytes of a value: those of a text in UTF-8, and the digits of an integer. */
  static byte[] of(Object value) {
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes().clone();
    }
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
