package io.reprise.runtime.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that must hold before a service should be sent requests.
 *
 * @param name as in {@code kafka}
 * @param fault what is amiss now, empty if nothing is; must answer within a second or so
 */
public record ReadinessCheck(String name, Supplier<Optional<String>> fault) {}
