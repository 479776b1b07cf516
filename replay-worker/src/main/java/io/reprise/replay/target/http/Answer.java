package io.reprise.replay.target.http;

import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the outcome of one request means for its record. */
sealed interface Answer {
  Answer ACCEPTED = new Accepted();

  /** The service has accepted the record. */
  record Accepted() implements Answer {}

  /**
   * The service never accepts the record.
   *
   * @param reason a clause that completes "the target refuses the record: ..."
   */
  record Refused(String reason) implements Answer {}

  /**
   * The request may succeed later. Whether the service has seen the record is unknown.
   *
   * @param reason a clause with the target as its subject, such as "answered with status 503"
   * @param after how long the service asks to wait; null if it does not say
   * @param isOfRecord whether the cause can be the record alone, so that it counts as refused if
   *     its last attempt fails in the same way
   */
  record Later(String reason, @Nullable Duration after, boolean isOfRecord) implements Answer {}

  /** No record can be delivered in the configured way. */
  record Failed(RuntimeException cause) implements Answer {}

  /**
   * Classifies an answer of the service.
   *
   * @param target the target's name, for messages
   * @param retryAfter the header {@code Retry-After}; null if the answer has none
   * @param now the time from which a date in {@code Retry-After} is reckoned
   */
  static Answer of(String target, int status, @Nullable String retryAfter, Instant now) {
    var answered = "answered with status " + status;
    if (status >= 200 && status < 300) {
      return ACCEPTED;
    }
    if (status >= 500 || status == 408 || status == 429) {
      return new Later(answered, RetryAfter.of(retryAfter, now), false);
    }
    return switch (status) {
      // Another request with this idempotency key is still being processed, or the service takes no
      // request before the handshake has ended.
      case 409, 425 -> new Later(answered, null, true);
      case 401, 403 ->
          new Failed(
              new TargetLoginException(
                  "target '%s' %s: correct the credentials in its headers"
                      .formatted(target, answered)));
      case 404, 405, 410 ->
          new Failed(
              new TargetRefusedException(
                  "target '%s' %s: correct its url or method".formatted(target, answered)));
      default ->
          status >= 400
              ? new Refused("the service " + answered)
              : new Failed(
                  new TargetRefusedException(
                      "target '%s' %s, and redirects are not followed: set its url to the final address"
                          .formatted(target, answered)));
    };
  }

  /** Classifies a request without an answer. An error of the network may go away. */
  static Answer of(Throwable error) {
    var cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof TimeoutException) {
      return new Later("did not answer in time", null, false);
    }
    if (cause instanceof IOException) {
      return new Later("did not answer (" + description(cause) + ")", null, false);
    }
    return new Failed(
        cause instanceof RuntimeException known ? known : new IllegalStateException(cause));
  }

  private static String description(Throwable cause) {
    var message = cause.getMessage();
    var name = cause.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }
}
