package io.reprise.cli.compare.match;

/** How the records of the two sides are put together. */
public enum MatchBy {
  /**
   * The records of a key are two sequences. Records with equal content belong together; of the
   * others, those in the same place between such records do.
   */
  KEY,
  /** Records with the same origin belong together, whatever their content is. */
  ORIGIN
}
