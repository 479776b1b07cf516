package io.reprise.archiver.work;

/**
 * What an instance does with a partition it owns.
 *
 * @param phase in a word
 * @param detail what holds it up, in a sentence; empty when nothing does
 */
public record ArchivingState(Phase phase, String detail) {
  /** In a word. */
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
