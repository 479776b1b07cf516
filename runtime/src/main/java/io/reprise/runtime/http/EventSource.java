package io.reprise.runtime.http;

/** What one server-sent event stream has to say, asked again and again by one thread. */
@FunctionalInterface
public interface EventSource {
  Step next();

  /** The answer to "anything new?". */
  sealed interface Step {}

  /**
   * Something to send.
   *
   * @param name the event's type
   * @param data sent as JSON
   */
  record Event(String name, Object data) implements Step {}

  /** Something to send, after which the stream ends. */
  record LastEvent(String name, Object data) implements Step {}

  /** Nothing new; asked again after the interval. */
  record Quiet() implements Step {}
}
