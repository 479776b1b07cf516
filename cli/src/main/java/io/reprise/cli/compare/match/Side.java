package io.reprise.cli.compare.match;

/** One of the two sides of a comparison. */
public enum Side {
  /** The side of {@code --left}, which is what is expected. */
  LEFT,
  /** The side of {@code --right}, which is what is checked. */
  RIGHT
}
