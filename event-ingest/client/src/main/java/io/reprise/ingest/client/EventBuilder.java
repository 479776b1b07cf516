package io.reprise.ingest.client;

import io.reprise.schemas.wire.EventAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Builds one {@link Event}. Call {@link #source}, further methods as needed, and at last {@link
 * #data} or {@link #encoded}, each of which returns the event. Use a builder for one event only.
 *
 * <p>Not thread-safe.
 */
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

  /** Sets the origin of the event, a URI reference such as {@code /shop}. Required. */
  public EventBuilder source(String value) {
    this.source = value;
    return this;
  }

  /**
   * Sets the id of the event, which must be unique within the source. Default: a random UUID. Give
   * an id of your own if the application may publish the event again, so that consumers can
   * recognise the duplicate.
   */
  public EventBuilder id(String value) {
    this.id = value;
    return this;
  }

  /**
   * Sets the subject of the event. Default: the user id. If the subject is not the user id, the
   * user id is also stored as the extension {@code partitionkey}.
   */
  public EventBuilder subject(String value) {
    this.subject = value;
    return this;
  }

  /**
   * Sets the time at which the event happened, which is also the timestamp of the Kafka record.
   * Without a time, or with a time before 1970, the timestamp of the record is the time of
   * publishing.
   */
  public EventBuilder time(Instant value) {
    this.time = value;
    return this;
  }

  /**
   * Sets the URI of the schema of the event's data. The URI is stored as an attribute and has no
   * other effect: the data is encoded with the schema of the Avro record.
   */
  public EventBuilder dataSchema(String value) {
    this.dataSchema = value;
    return this;
  }

  /**
   * Adds a CloudEvents extension attribute, or replaces the extension attribute of the same name.
   *
   * @param name 1 to 20 characters, each a letter a-z or a digit
   * @throws IllegalArgumentException if {@code name} has another form
   */
  public EventBuilder extension(String name, String value) {
    if (!EXTENSION.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a valid attribute name: use 1 to 20 characters, each a letter a-z or a digit"
              .formatted(name));
    }
    var more = new TreeMap<>(extensions);
    more.put(name, value);
    this.extensions = more;
    return this;
  }

  /**
   * Returns the event with an Avro record as its data. The record must not change until {@link
   * EventPublisher#publish} has returned.
   *
   * @throws IllegalArgumentException if the type, source, id or user id is missing or empty
   */
  public Event data(IndexedRecord value) {
    return event(new EventData.AvroRecord(value));
  }

  /**
   * Returns the event with data that is already encoded in Confluent's wire format: a zero byte,
   * the schema id as a big-endian int, the Avro bytes. The array is not copied and must not change
   * until the future of {@link EventPublisher#publish} has completed.
   *
   * @throws IllegalArgumentException if the type, source, id or user id is missing or empty, or if
   *     {@code value} does not begin with a zero byte and a schema id
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
      throw new IllegalArgumentException(
          "attribute '" + name + "' is missing or empty: every event needs one");
    }
    return value;
  }
}
