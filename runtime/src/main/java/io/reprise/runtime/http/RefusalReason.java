package io.reprise.runtime.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a service does not carry a request out, whatever the request asks for: because of who sends
 * it, how much of it there is, or its form. Each reason is a value of a label of a metric, so their
 * number is bounded. That a request asks for something that does not exist, or that cannot be done
 * now, is an answer and not a refusal.
 */
enum RefusalReason {
  /** Status 401: the request does not say who sends it, or not so that it can be believed. */
  UNAUTHENTICATED,
  /**
   * Status 403: the sender lacks the permission, or a page of another site has sent the request.
   */
  FORBIDDEN,
  /** Status 429: the sender, or all senders together, send more than the service takes. */
  LIMIT,
  /** Status 413, 414 or 431: the body, the URI or the headers are too long. */
  TOO_LARGE,
  /** Status 408: the body arrives too slowly. */
  TOO_SLOW,
  /** Status 400, 411 or 417: the request cannot be read, or a value in it is not valid. */
  MALFORMED,
  /** Status 405, 406, 415 or 426: the method, the format or the version of HTTP is not taken. */
  UNSUPPORTED;

  /** Returns the reason that the status of an answer says; null if it says none. */
  static @Nullable RefusalReason of(int status) {
    return switch (status) {
      case 400, 411, 417 -> MALFORMED;
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 405, 406, 415, 426 -> UNSUPPORTED;
      case 408 -> TOO_SLOW;
      case 413, 414, 431 -> TOO_LARGE;
      case 429 -> LIMIT;
      default -> null;
    };
  }

  /** Returns the reason as the value of a label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
