package io.reprise.ingest.service.refusal;

import io.reprise.schemas.json.FieldFault;
import java.util.List;

/**
 * Says why a request or an event is certainly not stored.
 *
 * @param detail one sentence for the sender: the value that is wrong and what to do
 * @param faults every attribute or field that is wrong; empty when the refusal is not about fields
 */
public record Refusal(Reason reason, String detail, List<FieldFault> faults) {
  public Refusal {
    faults = List.copyOf(faults);
  }

  public Refusal(Reason reason, String detail) {
    this(reason, detail, List.of());
  }

  /** The reasons for which an event or a request can be refused. */
  public enum Reason {
    /** The request is refused because its body, or a part of the body, is not JSON. */
    INVALID_JSON,
    /** The request is refused because its batch is not a JSON array. */
    INVALID_BATCH,
    /** The request is refused because its batch has more events than {@code limits.mostEvents}. */
    BATCH_TOO_LARGE,
    /**
     * The request or event is refused because its media type, charset or format is not supported.
     */
    UNSUPPORTED_CONTENT,
    /** The request is refused because the topic's name is reserved for Reprise or Kafka itself. */
    RESERVED_TOPIC,
    /** The request is refused because the topic does not exist. */
    UNKNOWN_TOPIC,
    /** The event is refused because a part of it is malformed, or an attribute is missing. */
    INVALID_EVENT,
    /** The event is refused because it is longer than the service, or Kafka, accepts. */
    EVENT_TOO_LARGE,
    /** The event is refused because its data does not match the schema of the topic's values. */
    INVALID_DATA,
    /** The event is refused because its topic has no registered schema. */
    NO_SCHEMA,
    /**
     * The event is refused because its data names a schema that is not registered for the topic.
     */
    UNKNOWN_SCHEMA,
    /** The event is refused because its schema is not cached and the registry does not answer. */
    REGISTRY_UNREACHABLE,
    /**
     * The event is refused because the service already remembers as many ids of the topic's events
     * as {@code dedupe.mostIds} allows. The topic takes events again when old ids expire.
     */
    IDS_FULL,
    /** The request or event is refused, and nothing is sent, because Kafka does not answer. */
    KAFKA_UNREACHABLE,
    /** The event is refused because Kafka does not let this service write to the topic. */
    KAFKA_FORBIDS,
    /** The event is refused because Kafka rejects its record, for example for the timestamp. */
    KAFKA_REJECTS,
    /** The event was sent, but reading the topic showed that Kafka did not store the event. */
    NOT_STORED;

    /**
     * Returns whether every other event of the same request would be refused for this reason too.
     */
    public boolean holdsForAllEvents() {
      return this == KAFKA_UNREACHABLE || this == KAFKA_FORBIDS;
    }
  }
}
