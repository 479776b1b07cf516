package io.reprise.replay.target;

import java.util.Collection;

/**
 * Thrown when a replay or a request names a target that is not configured. A retry fails until the
 * configuration changes.
 */
public final class UnknownTargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownTargetException(String name, Collection<String> known) {
    super("target '" + name + "' is not configured: the targets are " + String.join(", ", known));
  }
}
