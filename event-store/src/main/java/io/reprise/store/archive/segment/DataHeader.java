package io.reprise.store.archive.segment;

import io.reprise.store.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a data object: the bytes before its first block. As Avro's specification defines,
 * they are magic bytes, metadata and a sync marker.
 *
 * @param metadata metadata entries, in the order in which the object stores them
 * @param sync the sync marker, which is repeated after every block
 */
public record DataHeader(Map<String, String> metadata, byte[] sync) {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final String EPOCH = "reprise.epoch";
  private static final String SCHEMA = "reprise.schema.";

  /**
   * Returns the header of a segment's data object. The header does not contain the Avro schemas of
   * the record values yet; {@link #with} adds them.
   */
  public static DataHeader of(
      SegmentSettings settings, OffsetRange range, long records, byte[] sync) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("avro.schema", EventSchema.JSON);
    metadata.put("avro.codec", settings.codec().avroName());
    metadata.put("reprise.topic", settings.id().topic());
    metadata.put("reprise.topic.id", settings.id().topicId());
    metadata.put("reprise.partition", Integer.toString(settings.id().partition()));
    metadata.put("reprise.from", Long.toString(range.from()));
    metadata.put("reprise.to", Long.toString(range.to()));
    metadata.put(EPOCH, Long.toString(settings.epoch()));
    metadata.put("reprise.records", Long.toString(records));
    return new DataHeader(metadata, sync);
  }

  public DataHeader with(Map<Integer, String> writerSchemas) {
    var all = new LinkedHashMap<>(metadata);
    new TreeMap<>(writerSchemas).forEach((id, json) -> all.put(SCHEMA + id, json));
    return new DataHeader(all, sync);
  }

  /** Returns the Avro schemas of the record values that the header contains, by id. */
  public Map<Integer, String> writerSchemas() {
    var schemas = new TreeMap<Integer, String>();
    metadata.forEach(
        (name, json) -> {
          if (name.startsWith(SCHEMA)) {
            schemas.put(Integer.valueOf(name.substring(SCHEMA.length())), json);
          }
        });
    return schemas;
  }

  public byte[] toBytes() {
    var out = new ByteSink(2048);
    out.put(MAGIC);
    out.putZigZag(metadata.size());
    metadata.forEach(
        (name, value) -> {
          putText(out, name);
          putText(out, value);
        });
    out.putZigZag(0);
    out.put(sync);
    return out.toByteArray();
  }

  private static void putText(ByteSink out, String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.putZigZag(utf8.length);
    out.put(utf8);
  }

  /**
   * Decodes a header that {@link #toBytes} has written.
   *
   * @throws MalformedException if {@code bytes} are not exactly one header
   */
  public static DataHeader parse(byte[] bytes) {
    var in = new ByteSource(bytes, 0, bytes.length);
    if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
      throw new MalformedException("does not begin as an Avro object container");
    }
    var metadata = new LinkedHashMap<String, String>();
    for (int left = in.zigZagUpTo(in.remaining()); left > 0; left--) {
      metadata.put(text(in.sized()), text(in.sized()));
    }
    in.zigZagUpTo(0);
    byte[] sync = in.raw(EventSchema.SYNC_BYTES);
    if (in.remaining() > 0) {
      throw new MalformedException("has its first block elsewhere than its index says");
    }
    return new DataHeader(metadata, sync);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /**
   * Returns the lease epoch of the claim under which the segment was written.
   *
   * @throws MalformedException if the header contains no epoch
   */
  public long epoch() {
    try {
      return Long.parseLong(metadata.getOrDefault(EPOCH, ""));
    } catch (NumberFormatException e) {
      throw new MalformedException("has no " + EPOCH + " in its metadata");
    }
  }

  /**
   * Compares this header with {@code expected}. All metadata entries of {@code expected} must be
   * equal here; this header may have further entries, such as the schemas of the record values.
   *
   * @throws MalformedException if an entry differs; the message names the first one
   */
  public void require(DataHeader expected) {
    expected.metadata.forEach(
        (name, value) -> {
          var found = metadata.get(name);
          if (!value.equals(found)) {
            throw new MalformedException("says %s of its %s, not %s".formatted(found, name, value));
          }
        });
  }
}
