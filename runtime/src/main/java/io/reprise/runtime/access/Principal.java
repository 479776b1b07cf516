package io.reprise.runtime.access;

import java.util.Set;

/**
 * Somebody whose identity a service has verified: a person, a job or another service.
 *
 * @param name the name in policies, in records of what was done, and in the log
 * @param groups the groups that the issuer of the principal's token names; a policy can give roles
 *     to groups
 */
public record Principal(String name, Set<String> groups) {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@/-]{0,99}";

  public Principal {
    requireName(name);
    groups = Set.copyOf(groups);
  }

  /** Creates a principal without groups. */
  public Principal(String name) {
    this(name, Set.of());
  }

  /**
   * Refuses a name that a log line or a policy could not show as one word.
   *
   * @throws IllegalArgumentException if the name is not valid
   */
  public static void requireName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "principal is '%s': use up to 100 letters, digits, '.', '_', '@', '/' and '-', beginning with a letter or digit"
              .formatted(name));
    }
  }
}
