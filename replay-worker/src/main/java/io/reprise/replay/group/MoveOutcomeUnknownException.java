package io.reprise.replay.group;

/**
 * Thrown when Kafka did not say whether offsets of a group were changed, or when other offsets were
 * found afterwards than the move has set. Describe the group before a retry. The offsets that the
 * group had before are stored with the move, so the move can be undone.
 */
public final class MoveOutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MoveOutcomeUnknownException(GroupMove move, String cause) {
    super(
        "it is not known whether group '%s' was moved (%s): describe the group, then repeat the move or undo it with `reprise groups undo %1$s --topic %s --move %s`"
            .formatted(move.group(), cause, move.topic(), move.id()));
  }
}
