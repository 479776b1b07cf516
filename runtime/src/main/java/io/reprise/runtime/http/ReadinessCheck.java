package io.reprise.runtime.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A condition that must hold before a service should receive requests.
 *
 * @param name name of the check, such as {@code kafka}
 * @param fault returns the reason why the check fails now, or empty if the check holds. Called for
 *     each request of {@code /health/ready}, by several threads; should return within a second. An
 *     exception counts as a failed check
 */
public record ReadinessCheck(String name, Supplier<Optional<String>> fault) {}
