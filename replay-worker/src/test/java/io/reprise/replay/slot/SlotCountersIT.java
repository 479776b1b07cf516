package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which of a broker's errors tell the owner of a slot that another producer has taken it over. */
class SlotCountersIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int LONG_MILLIS = 3_000;

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;

  private final SlotCounters counters = new SlotCounters();

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.startTemporary();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    KafkaAnswer.of(admin.createTopics(List.of(new NewTopic("copies", 1, (short) 1))).all());
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  /** A takeover aborts the open transaction first, and gets its own epoch some time later. */
  @Test
  void countsTheFencingOfAnOwnerThatCommitsInTheMiddleOfATakeover() {
    try (var former = slot("middle").open();
        var successor =
            slot("middle").with(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, LONG_MILLIS).open()) {
      openTransaction(former);
      var takeover = new Thread(() -> takeOver(successor), "takeover");
      takeover.setDaemon(true);
      takeover.start();
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> stateOf("middle") == TransactionState.COMPLETE_ABORT);

      counters.transactionFailed(
          catchThrowableOfType(RuntimeException.class, former::commitTransaction));
      successor.close(Duration.ZERO);
    }

    assertThat(counters.fencings()).isEqualTo(1);
  }

  @Test
  void countsTheFencingOfAnOwnerThatCommitsAfterATakeover() {
    try (var former = slot("after").open();
        var successor = slot("after").open()) {
      openTransaction(former);
      successor.initTransactions();

      counters.transactionFailed(
          catchThrowableOfType(RuntimeException.class, former::commitTransaction));
    }

    assertThat(counters.fencings()).isEqualTo(1);
  }

  private static ProducerRole slot(String transactionalId) {
    return ProducerRole.transactional(client, transactionalId, TIMEOUT);
  }

  private static void openTransaction(KafkaProducer<byte[], byte[]> producer) {
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("copies", 0, new byte[1], new byte[1]));
    producer.flush();
  }

  private static void takeOver(KafkaProducer<byte[], byte[]> producer) {
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      // The test has closed the producer.
    }
  }

  private static TransactionState stateOf(String transactionalId) {
    return KafkaAnswer.of(
            admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
        .state();
  }
}
