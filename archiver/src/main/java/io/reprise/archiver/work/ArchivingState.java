package io.reprise.archiver.work;

/**
 * The work of an instance on a partition that it owns, as shown in the status.
 *
 * @param detail why archiving or trimming does not continue, as a sentence; empty when both
 *     continue
 */
public record ArchivingState(Phase phase, String detail) {
  /** The work of the archiver of a partition, as shown in the status. */
  public enum Phase {
    STARTING,
    ARCHIVING,
    CAUGHT_UP,
    PAUSED,
    BACKING_OFF,
    FENCED,
    STOPPED
  }

  static ArchivingState of(Phase phase) {
    return new ArchivingState(phase, "");
  }
}
