package io.reprise.replay.http;

import io.reprise.replay.spec.InvalidSpecException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that refuses the approval of a replay.
 *
 * @param planHash hash of the plan that the approver has read: at least its first 8 digits
 * @param comment why the approver refuses, for the person who has requested the start
 */
record RefuseRequest(String planHash, String comment) {
  private static final int MOST_CHARACTERS = 500;

  RefuseRequest(@Nullable String planHash, @Nullable String comment) {
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidSpecException("planHash is missing: send the hash of the replay's plan");
    }
    if (comment == null || comment.isBlank()) {
      throw new InvalidSpecException("comment is missing: say why you refuse the replay");
    }
    if (comment.length() > MOST_CHARACTERS) {
      throw new InvalidSpecException(
          "comment has %d characters: use at most %d".formatted(comment.length(), MOST_CHARACTERS));
    }
    this.planHash = planHash;
    this.comment = comment;
  }
}
