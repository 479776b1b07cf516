/**
 * {@code reprise publish}: events through the front door. In: a file, or a number of example
 * events. Out: what ingest answered.
 */
@NullMarked
package io.reprise.cli.publish;

import org.jspecify.annotations.NullMarked;
