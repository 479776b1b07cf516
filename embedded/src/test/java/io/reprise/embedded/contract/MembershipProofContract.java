package io.reprise.embedded.contract;

import static io.reprise.embedded.contract.Clients.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A claim carries its member's group metadata, and its transaction fails once that metadata is out
 * of date.
 */
public interface MembershipProofContract extends OnBroker {

  @ParameterizedTest
  @EnumSource
  default void claimOfACurrentMemberCommits(GroupProtocol protocol)
      throws ExecutionException, InterruptedException {
    var slots = clients().topic();
    var progress = clients().topic();
    var members = members(protocol, slots.topic());
    try (var member = members.join();
        var producer = initialised();
        var admin = clients().admin()) {
      claim(producer, slots, progress, member.groupMetadata());
      producer.commitTransaction();

      clients().awaitCommitted(progress, "claim");
      var offsets = admin.listConsumerGroupOffsets(members.group());
      assertThat(offsets.partitionsToOffsetAndMetadata().get())
          .containsEntry(slots, new OffsetAndMetadata(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void claimOfAMemberThatLeftFailsAndLeavesNothing(GroupProtocol protocol) {
    var slots = clients().topic();
    var progress = clients().topic();
    var members = members(protocol, slots.topic());
    ConsumerGroupMetadata gone;
    try (var member = members.join()) {
      gone = member.groupMetadata();
    }
    try (var successor = members.join();
        var producer = initialised()) {
      assertThat(successor.assignment()).containsExactly(slots);
      assertThatThrownBy(() -> claim(producer, slots, progress, gone))
          .isInstanceOf(CommitFailedException.class);
      producer.abortTransaction();

      assertThat(clients().committedValues(progress)).isEmpty();
    }
  }

  /** The member is still in the group but lost the partition: its old metadata proves nothing. */
  @ParameterizedTest
  @EnumSource
  default void claimOfASlotThatMovedToAnotherMemberFails(GroupProtocol protocol) {
    var topic = clients().topicOf(2);
    var progress = clients().topic();
    var members = members(protocol, topic);
    try (var member = members.join()) {
      Polling.until(member, () -> member.assignment().size() == 2);
      var before = member.groupMetadata();
      try (var newcomer = members.joinBeside(member);
          var producer = initialised()) {
        var moved = newcomer.assignment().iterator().next();
        assertThatThrownBy(() -> claim(producer, moved, progress, before))
            .isInstanceOf(CommitFailedException.class);
        producer.abortTransaction();
      }
    }
  }

  /**
   * Kafka accepts metadata that was made from a group's name alone, without checking membership.
   */
  @ParameterizedTest
  @EnumSource
  default void metadataWithoutAMemberProvesNothing(GroupProtocol protocol) {
    var slots = clients().topic();
    var progress = clients().topic();
    var members = members(protocol, slots.topic());
    try (var member = members.join();
        var producer = initialised()) {
      assertThat(member.assignment()).containsExactly(slots);
      claim(producer, slots, progress, new ConsumerGroupMetadata(members.group()));
      producer.commitTransaction();

      clients().awaitCommitted(progress, "claim");
    }
  }

  private Members members(GroupProtocol protocol, String topic) {
    return new Members(clients(), protocol, "group-" + Uuid.randomUuid(), topic);
  }

  private Producer<String, String> initialised() {
    var producer = clients().transactional("slot-" + Uuid.randomUuid());
    producer.initTransactions();
    return producer;
  }

  private static void claim(
      Producer<String, String> producer,
      TopicPartition slot,
      TopicPartition progress,
      ConsumerGroupMetadata proof) {
    producer.beginTransaction();
    producer.send(record(progress, "claim"));
    producer.sendOffsetsToTransaction(Map.of(slot, new OffsetAndMetadata(0)), proof);
  }
}
