package io.reprise.archiver.work;

import io.reprise.kafka.group.GroupMember;
import io.reprise.kafka.group.GroupSession;
import io.reprise.kafka.group.GroupWork;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Shares partitions among archivers, as a member of a consumer group that reads no records and
 * commits no offsets. Ownership by the group only avoids double work. If two archivers both believe
 * that they own a partition, the claims in its commit log ensure that only one of them can archive.
 *
 * <p>Threading: {@code gained} and {@code lost} are called on the group's thread. The opener closes
 * the group member.
 */
public final class PartitionGroup implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SESSION = Duration.ofSeconds(6);

  private final GroupMember member;

  private PartitionGroup(GroupMember member) {
    this.member = member;
  }

  /**
   * Starts a member that shares no topics yet.
   *
   * @param client Kafka's settings to reach the cluster
   * @param gained called for each partition that the group assigns to this member
   * @param lost called for each partition that the group revokes from this member
   * @param onFatal called when the membership ended with an error
   */
  public static PartitionGroup start(
      Map<String, Object> client,
      Admin admin,
      String group,
      Consumer<TopicPartition> gained,
      Consumer<TopicPartition> lost,
      Consumer<RuntimeException> onFatal) {
    var consumer =
        GroupSession.negotiate(admin, List.of(group), SESSION)
            .member(client, group)
            .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest")
            .with(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false")
            .open();
    var member =
        new GroupMember("archive-group", consumer, POLL, new Handover(gained, lost), onFatal);
    member.start();
    return new PartitionGroup(member);
  }

  /** Sets the topics whose partitions the group shares, from the next poll on. */
  public void share(Set<String> topics) {
    member.subscribe(topics);
  }

  @Override
  public void close() {
    member.close();
  }

  /** Reports changes of ownership, and keeps all partitions paused so that nothing is fetched. */
  private record Handover(Consumer<TopicPartition> gained, Consumer<TopicPartition> lost)
      implements GroupWork {
    @Override
    public void assigned(
        Collection<TopicPartition> partitions,
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
      consumer.pause(partitions);
      partitions.forEach(gained);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      partitions.forEach(lost);
    }

    @Override
    public void polled(
        ConsumerRecords<byte[], byte[]> records,
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
      consumer.pause(consumer.assignment());
    }
  }
}
