package io.reprise.archiver.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of archiving a partition that this instance owns, as shown in the status.
 *
 * @param detail why archiving or trimming is stopped or delayed, as a sentence; empty when neither
 *     is
 * @param failing the attempts to read or archive that have failed in a row; null when the last one
 *     succeeded
 */
public record ArchivingState(Phase phase, String detail, @Nullable Failing failing) {
  /** What the partition's archiver does now. */
  public enum Phase {
    STARTING,
    ARCHIVING,
    CAUGHT_UP,
    PAUSED,
    BACKING_OFF,
    FENCED,
    STOPPED
  }

  /**
   * Attempts that failed one after the other: to archive, without a committed segment between them,
   * or to read the partition.
   *
   * @param since when the first of them failed
   * @param attempts how many have failed
   */
  public record Failing(Instant since, int attempts) {}

  static ArchivingState of(Phase phase) {
    return new ArchivingState(phase, "", null);
  }
}
