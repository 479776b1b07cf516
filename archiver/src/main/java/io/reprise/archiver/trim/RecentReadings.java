package io.reprise.archiver.trim;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Caches, for a short time, values that were read from the cluster. Trims of many partitions at the
 * same time therefore read each value once. An error of a reading is cached too: otherwise every
 * waiting caller would repeat the failing call. Thread-safe: a caller waits while another thread
 * reads.
 */
final class RecentReadings<K, V> {
  private final Duration age;
  private final Ticker ticker;
  private final Map<K, Reading<V>> readings = new HashMap<>();

  /**
   * Creates an empty cache.
   *
   * @param age how long a value is reused after it was read
   */
  RecentReadings(Duration age, Ticker ticker) {
    this.age = age;
    this.ticker = ticker;
  }

  private record Reading<V>(Supplier<V> outcome, long atNanos) {}

  /**
   * Returns the cached value of a key; calls {@code read} when there is none, or when it is too
   * old.
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
      throw e; // An interruption concerns only this caller, so it is not cached for the others.
    } catch (KafkaException e) {
      return () -> {
        throw e;
      };
    }
  }
}
