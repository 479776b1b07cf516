package io.reprise.archiver.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The work of an instance on a partition that it owns, as shown in the status.
 *
 * @param detail why archiving or trimming does not go on, as a sentence; empty when it does
 * @param failing since when attempts to archive fail, and how many have; null when none fails
 */
public record ArchivingState(Phase phase, String detail, @Nullable Failing failing) {
  /** One word for what the partition's archiver does. */
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
   * A row of failed attempts, without a committed segment between them.
   *
   * @param since when the first one failed
   * @param attempts how many have failed
   */
  public record Failing(Instant since, int attempts) {}

  static ArchivingState of(Phase phase) {
    return new ArchivingState(phase, "", null);
  }
}
