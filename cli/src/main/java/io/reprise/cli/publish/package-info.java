/**
 * {@code reprise publish}: publishes events over HTTP. In: a file, or a number of example events.
 * Out: the printed answer of the ingest service, and an exit code.
 */
@NullMarked
package io.reprise.cli.publish;

import org.jspecify.annotations.NullMarked;
