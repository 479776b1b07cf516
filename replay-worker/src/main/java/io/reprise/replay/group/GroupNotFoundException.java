package io.reprise.replay.group;

/** Thrown when Kafka knows no group with the requested id, or a group has no such move. */
public final class GroupNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private GroupNotFoundException(String message) {
    super(message);
  }

  static GroupNotFoundException ofGroup(String group) {
    return new GroupNotFoundException(
        "group '%s' does not exist, or the worker may not describe it: `reprise groups list` shows the groups"
            .formatted(group));
  }

  static GroupNotFoundException ofMove(String group, String move) {
    return new GroupNotFoundException(
        "group '%s' has no move '%s': `reprise groups moves %1$s` shows the moves that are kept"
            .formatted(group, move));
  }
}
