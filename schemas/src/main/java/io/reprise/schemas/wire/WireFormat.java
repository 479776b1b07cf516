package io.reprise.schemas.wire;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Confluent's wire format: a zero byte, the schema's id as a big-endian int, the Avro binary
 * encoding. Source: Confluent's "Wire format" in the schema registry's documentation.
 */
public final class WireFormat {
  /** Number of bytes before the Avro bytes. */
  public static final int PREFIX_BYTES = 1 + Integer.BYTES;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /** The bytes before the Avro bytes of a value with this schema. */
  public static byte[] prefix(int schemaId) {
    return frame(schemaId, new byte[0]);
  }

  /** The value to store: the prefix, then the Avro bytes. */
  public static byte[] frame(int schemaId, byte[] avro) {
    return ByteBuffer.allocate(PREFIX_BYTES + avro.length)
        .put(MAGIC)
        .putInt(schemaId)
        .put(avro)
        .array();
  }

  /** The schema id in a value's prefix; empty if the value has another format. */
  public static OptionalInt schemaId(byte[] value) {
    return value.length < PREFIX_BYTES || value[0] != MAGIC
        ? OptionalInt.empty()
        : OptionalInt.of(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt());
  }
}
