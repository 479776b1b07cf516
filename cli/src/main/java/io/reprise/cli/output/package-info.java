/**
 * Prints results. In: JSON and columns. Out: a table, JSON, JSON lines or YAML on stdout, progress
 * on stderr. Must not know any command or service.
 */
@NullMarked
package io.reprise.cli.output;

import org.jspecify.annotations.NullMarked;
