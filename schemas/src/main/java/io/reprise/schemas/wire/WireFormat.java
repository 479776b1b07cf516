package io.reprise.schemas.wire;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Reads and writes Confluent's wire format: a zero byte, the schema id as a big-endian int, the
 * Avro binary encoding. Confluent describes the format in the section "Wire format" of the schema
 * registry's documentation. Stateless and thread-safe.
 */
public final class WireFormat {
  /** Number of bytes before the Avro encoding: the zero byte and the schema id. */
  public static final int PREFIX_BYTES = 1 + Integer.BYTES;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /** Returns the bytes that precede the Avro bytes of a value with this schema. */
  public static byte[] prefix(int schemaId) {
    return frame(schemaId, new byte[0]);
  }

  /**
   * Returns a record value in the wire format: the prefix with the schema id, then the Avro bytes.
   */
  public static byte[] frame(int schemaId, byte[] avro) {
    return ByteBuffer.allocate(PREFIX_BYTES + avro.length)
        .put(MAGIC)
        .putInt(schemaId)
        .put(avro)
        .array();
  }

  /**
   * Returns the schema id in the prefix of a value; empty if the value is not in Confluent's wire
   * format.
   */
  public static OptionalInt schemaId(byte[] value) {
    return value.length < PREFIX_BYTES || value[0] != MAGIC
        ? OptionalInt.empty()
        : OptionalInt.of(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt());
  }
}
