package io.reprise.archiver.trim;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka does not show this process all groups, or not the offsets of a group. No offset may then be
 * trimmed, because a hidden group may not have read the records. A retry succeeds only after an
 * operator has granted the missing right.
 */
final class GroupsHiddenException extends KafkaException {
  private static final long serialVersionUID = 1L;

  private GroupsHiddenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static GroupsHiddenException notListed() {
    return new GroupsHiddenException(
        "the archiver may not see all groups, and a hidden group may still need the records: allow"
            + " its principal DESCRIBE on the cluster",
        null);
  }

  static GroupsHiddenException notRead(String group, RuntimeException cause) {
    return new GroupsHiddenException(
        "the archiver may not read the offsets of group '%s': allow its principal DESCRIBE on that group, or name the group in excludeGroups"
            .formatted(group),
        cause);
  }

  static GroupsHiddenException unknownType(String group) {
    return new GroupsHiddenException(
        "group '%s' has a type that this archiver does not know, so its offsets cannot be read: use a newer archiver, or name the group in excludeGroups"
            .formatted(group),
        null);
  }
}
