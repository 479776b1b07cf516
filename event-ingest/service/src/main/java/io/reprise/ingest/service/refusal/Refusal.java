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
    /** The body, or a part of it, is not JSON. */
    INVALID_JSON,
    /** A batch is not a JSON array. */
    INVALID_BATCH,
    /** A batch has more events than {@code limits.mostEvents}. */
    BATCH_TOO_LARGE,
    /** The media type, charset or event format is not supported. */
    UNSUPPORTED_CONTENT,
    /** The topic's name is reserved for Reprise or for Kafka itself. */
    RESERVED_TOPIC,
    /** The topic does not exist. */
    UNKNOWN_TOPIC,
    /** Attributes are missing or malformed. */
    INVALID_EVENT,
    /** The event is longer than the service, or Kafka, accepts. */
    EVENT_TOO_LARGE,
    /** The data does not match its schema. */
    INVALID_DATA,
    /** The topic has no registered schema. */
    NO_SCHEMA,
    /** The data names a schema that is not registered for the topic. */
    UNKNOWN_SCHEMA,
    /** The schema is not cached, and the registry does not answer. */
    REGISTRY_UNREACHABLE,
    /**
     * The service already remembers as many ids of this topic's events as {@code dedupe.mostIds}
     * allows, so it refuses new events of the topic until old ids expire.
     */
    IDS_FULL,
    /** The event was not sent, because Kafka does not answer. */
    KAFKA_UNREACHABLE,
    /** Kafka does not let this service write to the topic. */
    KAFKA_FORBIDS,
    /** Kafka does not accept this event. */
    KAFKA_REJECTS,
    /** The event was sent, and reading the topic showed that the event is not stored. */
    NOT_STORED;

    /**
     * Returns whether every other event of the same request would be refused for this reason too.
     */
    public boolean holdsForAllEvents() {
      return this == KAFKA_UNREACHABLE || this == KAFKA_FORBIDS;
    }
  }
}
