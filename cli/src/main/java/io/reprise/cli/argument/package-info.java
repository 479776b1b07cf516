/**
 * Reads the values of options that several commands share: times, durations, time zones, offsets
 * and partitions. In: the text that an operator wrote, and the name of the option. Out: a value, or
 * a failure that names the option and says what to write instead. Must not know any command or
 * service.
 */
@NullMarked
package io.reprise.cli.argument;

import org.jspecify.annotations.NullMarked;
