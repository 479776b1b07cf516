/**
 * Writes log lines as JSON. In: events of Logback. Out: one JSON object a line, in which each fact
 * of a line is a field; and fields that a thread adds to all of its lines. Must not know what the
 * facts mean.
 */
@NullMarked
package io.reprise.runtime.log;

import org.jspecify.annotations.NullMarked;
