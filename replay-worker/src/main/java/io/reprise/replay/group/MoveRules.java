package io.reprise.replay.group;

import java.util.Optional;
import java.util.Set;

/**
 * Says which groups can be moved. Immutable.
 *
 * @param ownGroups the groups in which replay workers share their work
 */
record MoveRules(Set<String> ownGroups) {

  /** Returns why a group can never be moved, in a sentence; empty if it can. */
  Optional<String> forbidden(KafkaGroups.Standing group) {
    return switch (group.type()) {
      case CLASSIC, CONSUMER -> ofOwn(group.group());
      case SHARE ->
          refused(
              group,
              "is a share group, whose records have states of their own: use kafka-share-groups.sh"
                  + " --reset-offsets");
      case STREAMS ->
          refused(
              group,
              "is a Streams group, whose state stores would not go back with its offsets: use"
                  + " kafka-streams-application-reset.sh");
      case UNKNOWN ->
          refused(group, "has a type that this version does not know: use Kafka's own tools");
    };
  }

  /** Returns why a group that may not exist yet can never be moved; empty if it can. */
  Optional<String> ofOwn(String group) {
    return ownGroups.contains(group)
        ? Optional.of(
            "group '%s' belongs to the replay workers, and its offsets say which commands are decided"
                .formatted(group))
        : Optional.empty();
  }

  private static Optional<String> refused(KafkaGroups.Standing group, String reason) {
    return Optional.of("group '%s' %s".formatted(group.group(), reason));
  }

  /** Returns why a group cannot be moved now; empty if it can. */
  static Optional<String> live(KafkaGroups.Standing group) {
    if (!group.isLive()) {
      return Optional.empty();
    }
    var members = group.members();
    return Optional.of(
        "group '%s' is live (%s%s): stop its consumers, wait until `reprise groups describe %1$s` shows EMPTY, and retry"
            .formatted(
                group.group(),
                group.state().name(),
                members == null ? "" : ", members " + members));
  }
}
