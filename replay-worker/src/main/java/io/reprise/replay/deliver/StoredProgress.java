package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetWriter;
import java.nio.charset.StandardCharsets;

/** Converts progress records into the form in which targets store them, and back. */
final class StoredProgress {
  private StoredProgress() {}

  static TargetProgress of(ShardProgress progress) {
    return new TargetProgress(
        progress.nextOffset(), new String(ControlCodec.encode(progress), StandardCharsets.UTF_8));
  }

  /**
   * Takes the shard's lease in the target and returns the progress from which the lease continues:
   * that which the target has stored, or {@code claimed} if the target stores none.
   *
   * @param claimed the progress record of the claim
   */
  static ShardProgress takeLease(TargetWriter writer, ShardProgress claimed) {
    return writer
        .takeLease(of(claimed), claimed.counts().delivered() > 0)
        .map(
            stored ->
                ControlCodec.decode(
                    stored.account().getBytes(StandardCharsets.UTF_8), ShardProgress.class))
        .filter(stored -> !isSame(stored, claimed))
        .map(
            stored ->
                claimed
                    .advanced(
                        stored.nextOffset(),
                        stored.counts(),
                        stored.holes(),
                        stored.digest(),
                        claimed.at())
                    .withWritten(stored.written()))
        .orElse(claimed);
  }

  private static boolean isSame(ShardProgress stored, ShardProgress claimed) {
    return stored.nextOffset() == claimed.nextOffset() && stored.counts().equals(claimed.counts());
  }
}
