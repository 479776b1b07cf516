package io.reprise.embedded.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Reads on the calling thread until something holds, as a consumer's single thread does. */
final class Polling {
  static final Duration POLL = Duration.ofMillis(50);

  private Polling() {}

  /** The records met until the consumer's position is {@code end} or beyond. */
  static List<ConsumerRecord<String, String>> untilPosition(
      Consumer<String, String> consumer, TopicPartition partition, long end) {
    return until(consumer, () -> consumer.position(partition) >= end);
  }

  /** The records met until {@code reached} holds. */
  static List<ConsumerRecord<String, String>> until(
      Consumer<String, String> consumer, BooleanSupplier reached) {
    var met = new ArrayList<ConsumerRecord<String, String>>();
    Awaitility.await()
        .atMost(Clients.PATIENCE)
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
