/**
 * The {@code reprise} command. In: a command line. Out: data on stdout, everything else on stderr,
 * an exit code that says how it went. Each subcommand lives in a package of its own.
 */
@NullMarked
package io.reprise.cli;

import org.jspecify.annotations.NullMarked;
