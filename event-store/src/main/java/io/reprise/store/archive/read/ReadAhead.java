package io.reprise.store.archive.read;

/** How far a reader of archived records fetches ahead of the records that it returns. */
public enum ReadAhead {
  /** For a caller that reads a whole range: large requests, several of them ahead. */
  FAR(16, 16L << 20, 4, 4L << 20),

  /**
   * For a caller that needs only the first records of a range: one block for each request, and none
   * ahead.
   */
  NONE(1, 0, 1, 1);

  private final int steps;
  private final long bytes;
  private final int segments;
  private final long fetchBytes;

  ReadAhead(int steps, long bytes, int segments, long fetchBytes) {
    this.steps = steps;
    this.bytes = bytes;
    this.segments = segments;
    this.fetchBytes = fetchBytes;
  }

  /** Returns how many steps a reader has started at most. */
  int steps() {
    return steps;
  }

  /** Returns how many bytes a reader has requested at most, unless a single step has more. */
  long bytes() {
    return bytes;
  }

  /** Returns of how many segments, with the one that is being read, a reader has the indexes. */
  int segments() {
    return segments;
  }

  /** Returns how many bytes one request fetches at most, unless a single block has more. */
  long fetchBytes() {
    return fetchBytes;
  }
}
