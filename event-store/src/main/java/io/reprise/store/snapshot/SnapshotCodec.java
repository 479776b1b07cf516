package io.reprise.store.snapshot;

import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.fold.Provenance;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the records of a snapshot topic: snapshots and watermarks. Numbers are
 * big-endian; their sizes in bytes are given in parentheses.
 *
 * <ul>
 *   <li>The record of a snapshot has the user's key. Its value is the state, or null for a deleted
 *       key. Its only header is {@value #HEADER}. The header's value, in version 1, is: the version
 *       (1), the reducer's version (4), the schema id of the state or -1 (4), the {@link
 *       Provenance}.
 *   <li>The record of a watermark has the key 0xFF followed by {@code watermark}. This key is not
 *       UTF-8 and therefore no user's key. The record's value, in version 1, is: the version (1),
 *       processedTo (8), emittedTo (8).
 * </ul>
 */
public final class SnapshotCodec {
  /**
   * The name of the header that every snapshot record has. The header contains the snapshot's
   * provenance.
   */
  public static final String HEADER = "reprise-snapshot";

  private static final byte VERSION = 1;
  private static final int NO_SCHEMA = -1;
  private static final byte[] WATERMARK_KEY = watermarkKeyBytes();

  private SnapshotCodec() {}

  private static byte[] watermarkKeyBytes() {
    var name = "watermark".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + name.length).put((byte) 0xFF).put(name).array();
  }

  /** Returns a copy of the record key that every watermark has. */
  public static byte[] watermarkKey() {
    return WATERMARK_KEY.clone();
  }

  public static boolean isWatermark(byte @Nullable [] key) {
    return Arrays.equals(WATERMARK_KEY, key);
  }

  /** Encodes a watermark, as the value of a watermark record. */
  public static byte[] encode(Watermark watermark) {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(VERSION)
        .putLong(watermark.processedTo())
        .putLong(watermark.emittedTo())
        .array();
  }

  /**
   * Decodes the value of a watermark record.
   *
   * @throws IllegalArgumentException if the bytes are not a watermark, or have a version that this
   *     build does not know
   */
  public static Watermark watermark(byte[] value) {
    var in = ByteBuffer.wrap(value);
    try {
      requireVersion(in.get(), "watermark");
      return new Watermark(in.getLong(), in.getLong());
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "a watermark of " + value.length + " bytes is cut short", e);
    }
  }

  /**
   * Encodes the value of the header {@value #HEADER}: the reducer's version, the schema id with
   * which {@code state} begins, and the provenance of the state.
   */
  public static byte[] header(Provenance provenance, int reducerVersion, byte @Nullable [] state) {
    var out = ByteBuffer.allocate(1 + 2 * Integer.BYTES + Provenance.BYTES);
    out.put(VERSION).putInt(reducerVersion);
    out.putInt(state == null ? NO_SCHEMA : WireFormat.schemaId(state).orElse(NO_SCHEMA));
    provenance.write(out);
    return out.array();
  }

  /**
   * Decodes a snapshot record. The caller must have checked that the record is not a watermark.
   *
   * @throws IllegalArgumentException if the record is not a snapshot, or has a version that this
   *     build does not know
   */
  public static Snapshot snapshot(byte[] key, byte @Nullable [] state, Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      throw new IllegalArgumentException("it has no header " + HEADER);
    }
    var in = ByteBuffer.wrap(header.value());
    try {
      requireVersion(in.get(), "snapshot");
      in.position(1 + 2 * Integer.BYTES);
      return new Snapshot(key, state, Provenance.read(in));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "its header %s of %d bytes cannot be read (%s)"
              .formatted(HEADER, header.value().length, e.getMessage()),
          e);
    }
  }

  private static void requireVersion(byte version, String what) {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "%s has version %d, this build reads version %d".formatted(what, version, VERSION));
    }
  }
}
