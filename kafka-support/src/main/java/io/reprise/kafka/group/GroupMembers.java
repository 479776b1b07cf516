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
 * Asks the broker which members a group has, and which partitions the members own. The members must
 * be subscribed to one topic only. Thread-safe.
 *
 * <p>Each method waits for the broker for at most 2 s. It throws a {@link
 * org.apache.kafka.common.KafkaException} if the broker does not answer or refuses the request; a
 * retry is safe.
 */
public final class GroupMembers {
  private static final int LIMIT_MILLIS = 2_000;

  private GroupMembers() {}

  /** Returns the number of members of {@code group}; 0 if the group does not exist. */
  public static int count(Admin admin, String group) {
    return members(admin, group).size();
  }

  /**
   * Returns one list for each member of {@code group} that owns partitions: the numbers of these
   * partitions, ascending. The lists are ordered by their first number.
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
