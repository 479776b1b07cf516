package io.reprise.replay.http;

import io.reprise.replay.group.GroupMoveSpec;
import io.reprise.replay.group.InvalidMoveException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that moves a group.
 *
 * @param move what to do
 * @param planHash hash of the plan that the operator has read: at least its first 8 digits. If the
 *     move has another plan now, nothing is changed
 * @param reason why the group is moved; stored with the move
 */
record GroupMoveRequest(GroupMoveSpec move, String planHash, String reason) {
  private static final int LONGEST_REASON = 300;

  GroupMoveRequest(
      @Nullable GroupMoveSpec move, @Nullable String planHash, @Nullable String reason) {
    if (move == null) {
      throw new InvalidMoveException("move is missing: send what the plan was made of");
    }
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidMoveException(
          "planHash is missing: request a plan first, and send its hash");
    }
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new InvalidMoveException(
          "reason must have 1 to %d characters: say why the group is moved"
              .formatted(LONGEST_REASON));
    }
    this.move = move;
    this.planHash = planHash;
    this.reason = reason;
  }
}
