/**
 * Declares metrics, and registers them. In: the declarations of a module, one enum for each module.
 * Out: meters in a registry, and the names that a scrape shows. No other package creates meters, so
 * every metric is declared, and {@code docs/metrics.md} lists every metric.
 */
@NullMarked
package io.reprise.runtime.metric;

import org.jspecify.annotations.NullMarked;
