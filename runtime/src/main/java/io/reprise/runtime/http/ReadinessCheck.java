package io.reprise.runtime.http;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A condition that must hold before a service should receive requests.
 *
 * @param name name of the check, such as {@code kafka}
 * @param fault returns the reason why the check fails now, or empty if the check holds. This
 *     function is called for each request of {@code /health/ready}, by several threads, and should
 *     return within a second. If it throws an exception, the check counts as failed
 * @param checkedAt returns when the last answer of {@code fault} was found out
 */
public record ReadinessCheck(
    String name, Supplier<Optional<String>> fault, Supplier<Instant> checkedAt) {

  /** Creates a condition that is checked when {@code fault} is called. */
  public ReadinessCheck(String name, Supplier<Optional<String>> fault) {
    this(name, fault, Instant::now);
  }
}
