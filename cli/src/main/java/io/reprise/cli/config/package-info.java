/**
 * {@code reprise config}: examples and checks of configuration files, and the table of all keys for
 * {@code docs/configuration.md}. In: each service's configuration record, a sample file, and the
 * file to check. Out: a commented file, or the faults of a file. Must not know running services.
 */
@NullMarked
package io.reprise.cli.config;

import org.jspecify.annotations.NullMarked;
