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
 * Reads from the broker which members a group has and which partitions they own. The members of the
 * group must be subscribed to one topic only. Each method waits for the broker for 2 s at most, and
 * throws a {@link org.apache.kafka.common.KafkaException} if the broker does not answer or refuses;
 * a retry is safe. Thread-safe.
 */
public final class GroupMembers {
  private static final int LIMIT_MILLIS = 2_000;

  private GroupMembers() {}

  /** Returns the number of members of {@code group}; 0 if the group does not exist. */
  public static int count(Admin admin, String group) {
    return members(admin, group).size();
  }

  /**
   * Returns a list for each member of {@code group}, with the numbers of the partitions that the
   * member owns, ascending. Members without partitions are left out. The lists are ordered by their
   * first partition.
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
