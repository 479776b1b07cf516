package io.reprise.runtime.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests to an object store. All series exist from the start, with the value 0, so
 * that the rate of a rare outcome is right from its first occurrence on.
 *
 * <p>Thread-safe.
 */
public final class ObjectStoreMeters {
  private final Map<String, Map<String, Counter>> requests = new HashMap<>();
  private final Map<String, Timer> latencies = new HashMap<>();
  private final Map<String, Counter> retries = new HashMap<>();
  private final Counter sent;
  private final Counter received;

  /**
   * Registers the meters of {@link ObjectStoreMetric}. Two objects of one registry count together.
   *
   * @param kinds all values of the label {@code kind}
   * @param outcomes all values of the label {@code outcome}
   */
  public ObjectStoreMeters(MeterRegistry registry, List<String> kinds, List<String> outcomes) {
    for (var kind : kinds) {
      var ofKind = new HashMap<String, Counter>();
      for (var outcome : outcomes) {
        ofKind.put(outcome, counter(registry, ObjectStoreMetric.REQUESTS, kind, outcome));
      }
      requests.put(kind, ofKind);
      latencies.put(kind, ObjectStoreMetric.LATENCY.declaration().timer(registry, kind));
      retries.put(kind, counter(registry, ObjectStoreMetric.RETRIES, kind));
    }
    sent = counter(registry, ObjectStoreMetric.SENT);
    received = counter(registry, ObjectStoreMetric.RECEIVED);
  }

  private static Counter counter(
      MeterRegistry registry, ObjectStoreMetric metric, String... labels) {
    return metric.declaration().counter(registry, labels);
  }

  /**
   * Counts a request that has ended.
   *
   * @param isRetry whether the request repeats one that failed
   * @param sentBytes size of the body of the request
   * @param receivedBytes size of the body of the answer
   * @throws NullPointerException if {@code kind} or {@code outcome} was not given to the
   *     constructor
   */
  public void ended(
      String kind,
      String outcome,
      Duration latency,
      boolean isRetry,
      long sentBytes,
      long receivedBytes) {
    known(known(requests.get(kind), kind).get(outcome), outcome).increment();
    known(latencies.get(kind), kind).record(latency);
    if (isRetry) {
      known(retries.get(kind), kind).increment();
    }
    sent.increment(sentBytes);
    received.increment(receivedBytes);
  }

  private static <T> T known(@Nullable T meter, String label) {
    return Objects.requireNonNull(meter, label);
  }
}
