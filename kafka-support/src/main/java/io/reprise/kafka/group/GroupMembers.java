package io.reprise.kafka.group;

import io.reprise.kafka.client.KafkaAnswer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Reads from the broker who is in a group that shares one topic. All methods wait for two seconds
 * at most and throw a {@link org.apache.kafka.common.KafkaException} when the broker cannot tell; a
 * retry is safe. Thread-safe.
 */
public final class GroupMembers {
  private static final int LIMIT_MILLIS = 2_000;

  private GroupMembers() {}

  /** The number of members of {@code group}; 0 when the group does not exist. */
  public static int count(Admin admin, String group) {
    return members(admin, group).size();
  }

  /**
   * The partitions that each member of {@code group} owns, ascending; members without partitions
   * are left out. Members are ordered by their first partition.
   */
  public static List<List<Integer>> partitions(Admin admin, String group) {
    return members(admin, group).stream()
        .map(
            member ->
                member.assignment().topicPartitions().stream()
                    .map(TopicPartition::partition)
                    .sorted()
                    .toList())
        .filter(owned -> !owned.isEmpty())
        .sorted(Comparator.comparing(owned -> owned.get(0)))
        .toList();
  }

  private static Collection<MemberDescription> members(Admin admin, String group) {
    var options = new DescribeConsumerGroupsOptions().timeoutMs(LIMIT_MILLIS);
    try {
      var described =
          admin.describeConsumerGroups(List.of(group), options).describedGroups().values();
      return KafkaAnswer.of(described.iterator().next()).members();
    } catch (GroupIdNotFoundException e) {
      return List.of();
    }
  }
}
