package io.reprise.archiver.trim;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Ticker;
import io.reprise.store.facts.TopicFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.jspecify.annotations.Nullable;

/**
 * Reads how far groups have read a topic: committed offsets of consumer and Streams groups (KIP-848
 * or classic), and start offsets of share groups (KIP-932). The offsets of a topic's groups are
 * cached for one second. Trims of many partitions of the topic at the same time therefore ask the
 * cluster once.
 *
 * <p>Thread-safe: a caller waits while another thread reads. The caller closes the admin client,
 * whose errors are thrown. {@link GroupsHiddenException} means that groups may exist that this
 * process is not allowed to see: no offset may then be trimmed.
 */
final class LiveGroups {
  private static final Duration REUSE = Duration.ofSeconds(1);
  private static final long NOTHING_READ = 0;

  private final Admin admin;
  private final Set<String> ignored;
  private final RecentReadings<String, Map<GroupType, List<String>>> groups;
  private final RecentReadings<String, List<GroupOffsets>> byTopic;

  /**
   * Creates a reader of groups.
   *
   * @param ignored names of groups that read no records, and are therefore left out
   */
  LiveGroups(Admin admin, Ticker ticker, Set<String> ignored) {
    this.admin = admin;
    this.ignored = Set.copyOf(ignored);
    this.groups = new RecentReadings<>(REUSE, ticker);
    this.byTopic = new RecentReadings<>(REUSE, ticker);
  }

  /**
   * The first offsets that one group still needs.
   *
   * @param kind the kind of the group, as shown to operators
   * @param offsets the first needed offset, by partition; a partition that the group does not read
   *     is missing
   */
  record GroupOffsets(String group, String kind, Map<TopicPartition, Long> offsets) {}

  /**
   * Returns the offsets of all groups that read the topic, read at most a second ago.
   *
   * @param excluded names of groups that are left out
   */
  List<GroupOffsets> of(TopicFacts topic, Collection<String> excluded) {
    return byTopic.of(topic.topicId(), () -> read(topic, Set.copyOf(excluded)));
  }

  private List<GroupOffsets> read(TopicFacts topic, Set<String> excluded) {
    var byType = groups.of("all", this::list);
    var partitions =
        topic.partitions().stream()
            .map(p -> new TopicPartition(topic.topic(), p.partition()))
            .toList();
    var found = new ArrayList<GroupOffsets>();
    byType.forEach(
        (type, all) -> {
          var asked = all.stream().filter(g -> !excluded.contains(g)).toList();
          if (asked.isEmpty()) {
            return;
          }
          switch (type) {
            case CLASSIC, CONSUMER, STREAMS -> found.addAll(committed(asked, partitions));
            case SHARE -> found.addAll(shared(asked));
            case UNKNOWN -> throw GroupsHiddenException.unknownType(asked.get(0));
          }
        });
    return found;
  }

  /**
   * Returns all groups by type. Without the right DESCRIBE on the cluster, Kafka lists only the
   * groups that the principal may describe and reports no error. So this method first checks that
   * the principal has the right.
   */
  private Map<GroupType, List<String>> list() {
    var described =
        admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
    var allowed = KafkaAnswer.of(described.authorizedOperations());
    if (allowed == null || !allowed.contains(AclOperation.DESCRIBE)) {
      throw GroupsHiddenException.notListed();
    }
    return KafkaAnswer.of(admin.listGroups().all()).stream()
        .filter(group -> !ignored.contains(group.groupId()))
        .collect(
            Collectors.groupingBy(
                // A broker that does not know group types reports no type. It has no share groups
                // either, so its groups count as classic ones.
                group -> group.type().orElse(GroupType.CLASSIC),
                Collectors.mapping(GroupListing::groupId, Collectors.toList())));
  }

  private List<GroupOffsets> committed(List<String> groups, List<TopicPartition> partitions) {
    var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
    var asked = admin.listConsumerGroupOffsets(byGroup(groups, spec));
    return groups.stream()
        .map(
            group ->
                offsets(
                    group,
                    "live group",
                    asked.partitionsToOffsetAndMetadata(group),
                    found -> found == null ? null : found.offset()))
        .toList();
  }

  /**
   * Requests the offsets of share groups without naming partitions. The answer then lists exactly
   * the partitions that a group reads, and has no start offset for a partition of which the group
   * has acknowledged nothing yet. If the request named partitions, the answer would not tell such a
   * partition from one that the group does not read.
   */
  private List<GroupOffsets> shared(List<String> groups) {
    var asked = admin.listShareGroupOffsets(byGroup(groups, new ListShareGroupOffsetsSpec()));
    return groups.stream()
        .map(
            group ->
                offsets(
                    group,
                    "share group",
                    asked.partitionsToOffsetInfo(group),
                    found -> found == null ? NOTHING_READ : found.startOffset()))
        .toList();
  }

  private static <S> Map<String, S> byGroup(List<String> groups, S spec) {
    return groups.stream().collect(Collectors.toMap(group -> group, group -> spec));
  }

  /**
   * Returns the offsets that a group still needs; none for a group that was deleted after it was
   * listed, or that is no consumer group.
   */
  private static <T> GroupOffsets offsets(
      String group,
      String kind,
      KafkaFuture<Map<TopicPartition, T>> asked,
      Function<@Nullable T, @Nullable Long> offset) {
    var offsets = new HashMap<TopicPartition, Long>();
    try {
      KafkaAnswer.of(asked)
          .forEach(
              (partition, found) -> {
                var needed = offset.apply(found);
                if (needed != null) {
                  offsets.put(partition, needed);
                }
              });
    } catch (GroupIdNotFoundException | InvalidGroupIdException e) {
      return new GroupOffsets(group, kind, Map.of());
    } catch (AuthorizationException e) {
      throw GroupsHiddenException.notRead(group, e);
    }
    return new GroupOffsets(group, kind, offsets);
  }
}
