package io.reprise.embedded.contract;

import static io.reprise.embedded.contract.Clients.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.junit.jupiter.api.Test;

/**
 * The transaction coordinator aborts a transaction that exceeds its timeout (it checks every 10 s
 * by default). If no successor took the slot, its owner may continue. How it continues depends on
 * the call that failed.
 */
public interface TransactionTimeoutContract extends OnBroker {

  @Test
  default void commitAfterTheTimeoutIsRefusedAndNeedsANewProducer() {
    afterTimeout(
        (owner, partition) -> {
          assertThatThrownBy(owner::commitTransaction).isInstanceOf(InvalidTxnStateException.class);
          assertThatThrownBy(owner::abortTransaction).hasMessageContaining("error state");
        });
  }

  @Test
  default void sendAfterTheTimeoutIsRefusedAndTheAbortSucceeds() {
    afterTimeout(
        (owner, partition) -> {
          owner.send(record(partition, "too late"));
          assertThatThrownBy(owner::commitTransaction)
              .isInstanceOf(InvalidProducerEpochException.class);
          owner.abortTransaction();

          owner.beginTransaction();
          owner.send(record(partition, "in time"));
          owner.commitTransaction();
        });
  }

  private void afterTimeout(BiConsumer<Producer<String, String>, TopicPartition> then) {
    var partition = clients().topic();
    var slot = "slot-" + Uuid.randomUuid();
    var hasty = Map.<String, Object>of("transactional.id", slot, "transaction.timeout.ms", 1_000);
    try (var owner = clients().producer(hasty);
        var reader = clients().reader(partition, 0)) {
      owner.initTransactions();
      owner.beginTransaction();
      owner.send(record(partition, "overdue"));
      owner.flush();
      assertThat(Polling.untilPosition(reader, partition, 2)).isEmpty();

      then.accept(owner, partition);
    }
    try (var successor = clients().transactional(slot)) {
      successor.initTransactions();
      assertThat(clients().committedValues(partition)).doesNotContain("overdue", "too late");
    }
  }
}
