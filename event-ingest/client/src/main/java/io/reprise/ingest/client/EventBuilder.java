package io.reprise.ingest.client;

import io.reprise.schemas.wire.EventAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Puts an event together. Confined to one thread; {@link #data} and {@link #encoded} end it. */
public final class EventBuilder {
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,20}");
  private static final String PARTITION_KEY = "partitionkey";
  private static final String AVRO = "application/avro";

  private final String type;
  private final String userId;
  private @Nullable String id;
  private @Nullable String source;
  private @Nullable String subject;
  private @Nullable Instant time;
  private @Nullable String dataSchema;
  private Map<String, String> extensions = Map.of();

  EventBuilder(String type, String userId) {
    this.type = type;
    this.userId = userId;
  }

  /** Where it comes from, a URI reference such as {@code /shop}. Required. */
  public EventBuilder source(String value) {
    this.source = value;
    return this;
  }

  /** What tells it from all others of its source; a random UUID if not given. */
  public EventBuilder id(String value) {
    this.id = value;
    return this;
  }

  /** What it is about; the user if not given. */
  public EventBuilder subject(String value) {
    this.subject = value;
    return this;
  }

  /** When it happened: the record's timestamp too. Without it, that is the time of publishing. */
  public EventBuilder time(Instant value) {
    this.time = value;
    return this;
  }

  /** A URI of its data's schema. */
  public EventBuilder dataSchema(String value) {
    this.dataSchema = value;
    return this;
  }

  /**
   * A further attribute.
   *
   * @param name of 1 to 20 letters a-z and digits
   * @throws IllegalArgumentException when the name is none
   */
  public EventBuilder extension(String name, String value) {
    if (!EXTENSION.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no attribute name: 1 to 20 letters a-z and digits".formatted(name));
    }
    var more = new TreeMap<>(extensions);
    more.put(name, value);
    this.extensions = more;
    return this;
  }

  /**
   * The event with this record as its data.
   *
   * @throws IllegalArgumentException when the event has no type, source, id or user
   */
  public Event data(IndexedRecord value) {
    return event(new EventData.AvroRecord(value));
  }

  /**
   * The event with data that is in Confluent's wire format already.
   *
   * @throws IllegalArgumentException as {@link #data}, or when no schema id stands in front
   */
  public Event encoded(byte[] value) {
    return event(new EventData.Encoded(value));
  }

  private Event event(EventData data) {
    if (subject != null && !subject.equals(userId)) {
      extension(PARTITION_KEY, userId);
    }
    return new Event(
        userId,
        new EventAttributes(
            id == null ? UUID.randomUUID().toString() : required("id", id),
            required("source", source),
            required("type", type),
            subject == null ? userId : subject,
            time,
            AVRO,
            dataSchema,
            extensions),
        data);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("an event needs the attribute '" + name + "'");
    }
    return value;
  }
}
