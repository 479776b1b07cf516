/**
 * The {@code reprise} command. In: a command line. Out: results on stdout, all other messages on
 * stderr, and an exit code. Each subcommand has a package of its own. Must not know embedded
 * servers, or the modules {@code local} and {@code trials}.
 */
@NullMarked
package io.reprise.cli;

import org.jspecify.annotations.NullMarked;
