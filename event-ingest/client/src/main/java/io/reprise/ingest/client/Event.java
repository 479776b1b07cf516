package io.reprise.ingest.client;

import io.reprise.schemas.wire.EventAttributes;

/**
 * One event to publish. {@link #of} starts a builder, which is the usual way to create an event.
 *
 * <p>The record itself is immutable, but {@code data} may hold a mutable object. {@link EventData}
 * says how long that object must not change.
 *
 * @param userId id of the user to whom the event belongs. The id is the key of the Kafka record, so
 *     all events of a user are stored in one partition and keep their order
 * @param attributes CloudEvents attributes of the event, stored as {@code ce_*} headers
 * @param data content of the event, stored as the value of the Kafka record
 */
public record Event(String userId, EventAttributes attributes, EventData data) {

  /**
   * Creates an event.
   *
   * @throws IllegalArgumentException if {@code userId} is empty
   */
  public Event {
    if (userId.isEmpty()) {
      throw new IllegalArgumentException(
          "the user id is empty: give one, because the user id is the key of the Kafka record");
    }
  }

  /**
   * Starts to build an event.
   *
   * @param type kind of event, such as {@code ordered}; must not be empty
   * @param userId id of the user to whom the event belongs; must not be empty
   */
  public static EventBuilder of(String type, String userId) {
    return new EventBuilder(type, userId);
  }
}
