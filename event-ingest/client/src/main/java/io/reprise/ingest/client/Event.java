package io.reprise.ingest.client;

import io.reprise.schemas.wire.EventAttributes;

/**
 * One event to publish.
 *
 * @param userId whose event it is: the record's key, which keeps a user's events in order
 * @param attributes its CloudEvents attributes, stored as {@code ce_*} headers
 * @param data what it says
 */
public record Event(String userId, EventAttributes attributes, EventData data) {

  /**
   * @throws IllegalArgumentException when there is no user id
   */
  public Event {
    if (userId.isEmpty()) {
      throw new IllegalArgumentException("an event needs a user id: it is the record's key");
    }
  }

  /**
   * Begins an event.
   *
   * @param type what happened, as in {@code ordered}
   * @param userId to whom
   */
  public static EventBuilder of(String type, String userId) {
    return new EventBuilder(type, userId);
  }
}
