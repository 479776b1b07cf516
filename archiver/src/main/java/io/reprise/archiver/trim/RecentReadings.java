package io.reprise.archiver.trim;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Shares what one caller has read from the cluster with all callers of the same moment, so that a
 * round of trims over many partitions asks once. An error is shared as a value is: waiting callers
 * must not repeat it one by one. Thread-safe: a caller waits while another one reads.
 */
final class RecentReadings<K, V> {
  private final Duration age;
  private final Ticker ticker;
  private final Map<K, Reading<V>> readings = new HashMap<>();

  /**
   * @param age up to which a reading is used again
   */
  RecentReadings(Duration age, Ticker ticker) {
    this.age = age;
    this.ticker = ticker;
  }

  private record Reading<V>(Supplier<V> outcome, long atNanos) {}

  /**
   * The reading of a key; calls {@code read} when there is none, or an old one.
   *
   * @throws KafkaException the error of {@code read}
   */
  synchronized V of(K key, Supplier<V> read) {
    var now = ticker.nanos();
    readings.values().removeIf(reading -> now - reading.atNanos >= age.toNanos());
    var last = readings.get(key);
    if (last == null) {
      last = new Reading<>(outcome(read), ticker.nanos());
      readings.put(key, last);
    }
    return last.outcome.get();
  }

  private Supplier<V> outcome(Supplier<V> read) {
    try {
      var value = read.get();
      return () -> value;
    } catch (InterruptException e) {
      throw e; // This caller is to end; the others are not.
    } catch (KafkaException e) {
      return () -> {
        throw e;
      };
    }
  }
}
