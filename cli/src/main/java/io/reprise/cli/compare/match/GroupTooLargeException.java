package io.reprise.cli.compare.match;

/**
 * Thrown when the records of one group, that is of one key, do not fit into memory. A retry fails
 * too, unless fewer records are compared or the records are grouped in another way.
 */
public final class GroupTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  GroupTooLargeException(long records, long limit) {
    super("%d records have one key; at most %d fit into memory".formatted(records, limit));
    this.limit = limit;
  }

  /** Returns how many records of one group fit into memory. */
  public long limit() {
    return limit;
  }
}
