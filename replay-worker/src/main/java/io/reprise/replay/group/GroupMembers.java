package io.reprise.replay.group;

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
 * What a group of one topic looks like now. All methods ask the broker, for two seconds at most,
 * and throw a {@link org.apache.kafka.common.KafkaException} when it cannot tell.
 */
public final class GroupMembers {
  private static final int LIMIT_MILLIS = 2_000;

  private GroupMembers() {}

  /** How many members {@code group} has; 0 when nobody ever joined it. */
  public static int count(Admin admin, String group) {
    return members(admin, group).size();
  }

  /** The partitions that each member of {@code group} holds, ascending. */
  public static List<List<Integer>> partitions(Admin admin, String group) {
    return members(admin, group).stream()
        .map(
            member ->
                member.assignment().topicPartitions().stream()
                    .map(TopicPartition::partition)
                    .sorted()
                    .toList())
        .filter(held -> !held.isEmpty())
        .sorted(Comparator.comparing(held -> held.get(0)))
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
