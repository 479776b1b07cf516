package io.reprise.compactor.topic;

/**
 * Thrown when a topic has settings with which snapshots could be wrong. A retry does not help;
 * nothing was changed.
 */
public final class UnfitTopicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the topic, and says what is wrong with it and what to do
   */
  public UnfitTopicException(String message) {
    super(message);
  }
}
