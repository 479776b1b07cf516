package io.reprise.replay.group;

import java.util.List;
import java.util.function.Predicate;

/**
 * A group in a list.
 *
 * @param type Kafka's type of the group: CONSUMER (KIP-848), CLASSIC, SHARE, STREAMS or UNKNOWN
 * @param state Kafka's state of the group, such as STABLE or EMPTY
 * @param topics the topics of which the group has committed offsets, sorted
 */
public record GroupSummary(String group, String type, String state, List<String> topics) {

  /** Returns a copy with those of the topics that match. */
  public GroupSummary onlyTopics(Predicate<String> wanted) {
    return new GroupSummary(group, type, state, topics.stream().filter(wanted).toList());
  }
}
