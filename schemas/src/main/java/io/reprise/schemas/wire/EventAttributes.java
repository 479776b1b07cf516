package io.reprise.schemas.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an event without reading its data. Source: CloudEvents 1.0.2, and its Kafka
 * protocol binding's binary content mode.
 *
 * @param id of the event; with {@code source} it tells events apart
 * @param source where it comes from, a URI reference
 * @param type what kind of event it is
 * @param subject what it is about; for Reprise the user, unless a partition key is given
 * @param time when it happened
 * @param dataContentType media type of the data as stored
 * @param dataSchema a URI of the data's schema
 * @param extensions further attributes, as text
 */
public record EventAttributes(
    String id,
    String source,
    String type,
    @Nullable String subject,
    @Nullable Instant time,
    @Nullable String dataContentType,
    @Nullable String dataSchema,
    Map<String, String> extensions) {
  /** What every header of the binding starts with. */
  public static final String PREFIX = "ce_";

  private static final String CONTENT_TYPE = "content-type";
  private static final String SPEC_VERSION = "1.0";

  public EventAttributes {
    extensions = Map.copyOf(extensions);
  }

  /** Hands over each attribute as a Kafka header: name and bytes. */
  public void writeTo(BiConsumer<String, byte[]> header) {
    put(header, PREFIX + "specversion", SPEC_VERSION);
    put(header, PREFIX + "id", id);
    put(header, PREFIX + "source", source);
    put(header, PREFIX + "type", type);
    put(header, PREFIX + "subject", subject);
    put(header, PREFIX + "time", time == null ? null : time.toString());
    put(header, PREFIX + "dataschema", dataSchema);
    put(header, CONTENT_TYPE, dataContentType);
    new TreeMap<>(extensions).forEach((name, value) -> put(header, PREFIX + name, value));
  }

  private static void put(BiConsumer<String, byte[]> header, String name, @Nullable String value) {
    if (value != null) {
      header.accept(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
