/**
 * The values that a run reports to its caller: progress while it works, a report when it ends, or
 * why it was refused. In: stored positions. Out: values. Must not know how a run is carried out,
 * nor any database.
 */
@NullMarked
package io.reprise.rehydrate.report;

import org.jspecify.annotations.NullMarked;
