package io.reprise.schemas.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event, which can be read without decoding the event's data. The attributes
 * are stored as record headers, in the binary content mode of the CloudEvents 1.0.2 Kafka protocol
 * binding. Immutable.
 *
 * @param id id of the event, unique within its {@code source}
 * @param source origin of the event, a URI reference
 * @param type kind of event, such as {@code order.placed}
 * @param subject what the event is about; in Reprise the user id, unless the extension {@code
 *     partitionkey} holds the user id
 * @param time when the event happened
 * @param dataContentType media type of the stored data
 * @param dataSchema a URI of the data's schema
 * @param extensions further attributes by name
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
  /** Prefix of the header names of all attributes. */
  public static final String PREFIX = "ce_";

  private static final String CONTENT_TYPE = "content-type";
  private static final String SPEC_VERSION = "1.0";

  public EventAttributes {
    extensions = Map.copyOf(extensions);
  }

  /**
   * Calls {@code header} once for each attribute, with the name and the value of the attribute's
   * record header.
   */
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
