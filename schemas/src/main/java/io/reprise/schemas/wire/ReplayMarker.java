package io.reprise.schemas.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The content of the header {@value #HEADER}, which a replay adds to every record that it delivers.
 * The header tells a consumer that a replay delivered the record, and from which topic, partition
 * and offset. The marker is a single binary header, because several headers would make every record
 * larger.
 *
 * <p>Bytes of version 1, big-endian: the version byte; the replay UUID (16 bytes); attempt, count,
 * origin partition and origin offset as unsigned LEB128 varints; the origin timestamp as zigzag
 * LEB128; the origin topic as UTF-8 up to the end.
 *
 * @param replay id of the replay
 * @param attempt number of the replay's attempt, from 1: the start of a replay and each retry of it
 *     is one attempt
 * @param count number of replays that have delivered this record one after another, this replay
 *     included. A replay refuses a record for which this number would exceed a limit
 * @param topic topic from which the replay read the record
 * @param partition partition of that topic
 * @param offset offset of the record in that partition
 * @param timestamp timestamp of the record in that topic, in epoch milliseconds
 */
public record ReplayMarker(
    UUID replay, int attempt, int count, String topic, int partition, long offset, long timestamp) {

  /** Name of the header that marks a replayed record. */
  public static final String HEADER = "reprise";

  private static final byte VERSION = 1;
  private static final int LONGEST_FIXED = 1 + 16 + 3 * 5 + 2 * 10;

  /** Returns the marker as the value of its header. */
  public byte[] encode() {
    var name = topic.getBytes(StandardCharsets.UTF_8);
    var out = ByteBuffer.allocate(LONGEST_FIXED + name.length);
    out.put(VERSION);
    out.putLong(replay.getMostSignificantBits()).putLong(replay.getLeastSignificantBits());
    putVarint(out, attempt);
    putVarint(out, count);
    putVarint(out, partition);
    putVarint(out, offset);
    putVarint(out, (timestamp << 1) ^ (timestamp >> 63));
    out.put(name);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Reads the bytes of a header.
   *
   * @throws IllegalArgumentException if the bytes are not a marker, or are a marker of a version
   *     that this build does not read
   */
  public static ReplayMarker decode(byte[] header) {
    var in = ByteBuffer.wrap(header);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "replay marker has version " + version + ", this build reads version " + VERSION);
      }
      var replay = new UUID(in.getLong(), in.getLong());
      int attempt = (int) varint(in);
      int count = (int) varint(in);
      int partition = (int) varint(in);
      long offset = varint(in);
      long zigzag = varint(in);
      var topic = StandardCharsets.UTF_8.decode(in).toString();
      return new ReplayMarker(
          replay, attempt, count, topic, partition, offset, (zigzag >>> 1) ^ -(zigzag & 1));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "replay marker of " + header.length + " bytes is cut short", e);
    }
  }

  private static void putVarint(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("replay marker has a number of more than 64 bits");
  }
}
