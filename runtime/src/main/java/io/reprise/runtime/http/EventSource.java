package io.reprise.runtime.http;

/**
 * Supplies the events of one server-sent event stream. {@link EventStreams} calls {@link #next} at
 * intervals, always on the thread of the stream.
 */
@FunctionalInterface
public interface EventSource {
  /**
   * Returns what the stream does next. This method should return quickly, because the stream sends
   * nothing while the method runs.
   *
   * @throws RuntimeException if the source has failed; the stream logs the failure and ends
   */
  Step next();

  /** What a stream does next: send an event, send its last event, or send nothing. */
  sealed interface Step {}

  /**
   * The stream sends an event.
   *
   * @param name type of the event
   * @param data data of the event, sent as JSON
   */
  record Event(String name, Object data) implements Step {}

  /** The stream sends a last event and ends. */
  record LastEvent(String name, Object data) implements Step {}

  /** The stream has no new event to send. {@link #next} is called again after the interval. */
  record Quiet() implements Step {}
}
