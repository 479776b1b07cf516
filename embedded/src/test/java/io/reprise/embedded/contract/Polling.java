package io.reprise.embedded.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Polls a consumer on the calling thread until a condition is true. */
final class Polling {
  static final Duration POLL = Duration.ofMillis(50);

  private Polling() {}

  /** Returns the records up to position {@code end} or later. */
  static List<ConsumerRecord<String, String>> untilPosition(
      Consumer<String, String> consumer, TopicPartition partition, long end) {
    return until(consumer, () -> consumer.position(partition) >= end);
  }

  /** Returns the records up to the moment at which {@code reached} is true. */
  static List<ConsumerRecord<String, String>> until(
      Consumer<String, String> consumer, BooleanSupplier reached) {
    var met = new ArrayList<ConsumerRecord<String, String>>();
    Awaitility.await()
        .atMost(Clients.LIMIT)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              consumer.poll(POLL).forEach(met::add);
              return reached.getAsBoolean();
            });
    return met;
  }
}
