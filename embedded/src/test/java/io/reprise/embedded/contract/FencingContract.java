package io.reprise.embedded.contract;

import static io.reprise.embedded.contract.Clients.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** The producer that called initTransactions last for a transactional id is its only writer. */
public interface FencingContract extends OnBroker {

  @Test
  default void initTransactionsFencesThePreviousOwnerAtItsCommit() {
    var partition = clients().topic();
    var slot = slot();
    try (var previous = clients().transactional(slot);
        var next = clients().transactional(slot)) {
      previous.initTransactions();
      begin(previous, partition, "late");
      previous.flush();
      next.initTransactions();

      assertThatThrownBy(previous::commitTransaction).isInstanceOf(ProducerFencedException.class);
      assertThatThrownBy(previous::beginTransaction).isInstanceOf(ProducerFencedException.class);
    }
  }

  /**
   * A send also fails after a transaction timeout, with the same error; only the abort shows which
   * it was.
   */
  @Test
  default void ownerFencedBeforeItsFirstSendLearnsItFromTheAbort() {
    var partition = clients().topic();
    var slot = slot();
    try (var previous = clients().transactional(slot);
        var next = clients().transactional(slot)) {
      previous.initTransactions();
      next.initTransactions();
      begin(previous, partition, "late");

      assertThatThrownBy(previous::commitTransaction)
          .isInstanceOf(InvalidProducerEpochException.class);
      assertThatThrownBy(previous::abortTransaction).isInstanceOf(ProducerFencedException.class);
    }
  }

  @Test
  default void initTransactionsAbortsThePreviousOwnersOpenTransaction() {
    var partition = clients().topic();
    var slot = slot();
    try (var previous = clients().transactional(slot);
        var next = clients().transactional(slot)) {
      previous.initTransactions();
      begin(previous, partition, "unfinished");
      previous.flush();
      next.initTransactions();

      assertThat(clients().committed(partition)).isEmpty();
      assertThat(clients().end(partition)).isEqualTo(2);
    }
  }

  /**
   * A commit returns once it is decided, before readers see it. The next owner's {@code
   * initTransactions} returns only when that commit is visible, so what the next owner then reads
   * is complete.
   */
  @Test
  default void initTransactionsReturnsOnceThePredecessorsCommitCanBeRead() {
    var partition = clients().topic();
    var slot = slot();
    for (int round = 1; round <= 20; round++) {
      try (var owner = clients().transactional(slot)) {
        owner.initTransactions();
        assertThat(clients().end(partition)).isEqualTo(2L * (round - 1));
        begin(owner, partition, "round " + round);
        owner.commitTransaction();
      }
    }
  }

  /**
   * Fencing alone does not tell who should own a slot: a claim also needs the proof of membership.
   */
  @Test
  default void lateInitTransactionsFencesTheRightfulOwnerToo() {
    var partition = clients().topic();
    var slot = slot();
    try (var rightful = clients().transactional(slot);
        var late = clients().transactional(slot)) {
      rightful.initTransactions();
      begin(rightful, partition, "fenced");
      rightful.flush();
      late.initTransactions();

      assertThatThrownBy(rightful::commitTransaction).isInstanceOf(ProducerFencedException.class);
    }
  }

  private static String slot() {
    return "slot-" + Uuid.randomUuid();
  }

  private static void begin(
      Producer<String, String> producer, TopicPartition partition, String value) {
    producer.beginTransaction();
    producer.send(record(partition, value));
  }
}
